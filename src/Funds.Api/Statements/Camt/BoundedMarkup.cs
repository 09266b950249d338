using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Funds.Statements.Camt;

/// <summary>
/// A file of markup whose bytes are counted between two '&lt;': one tag of a million attributes, or one endless text,
/// ends here and not in the parser's memory. A NUL byte ends it too, for in UTF-16 a '&lt;' is no single byte; in UTF-8
/// and GB18030 it never stands inside a character.
/// </summary>
internal sealed class BoundedMarkup(Stream file) : Stream
{
    private int _run;

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        foreach (var b in buffer[..read])
        {
            if (b == 0) throw new ImportException(CsvImport.BadEncoding);
            if (b == '<') _run = 0;
            else if (++_run > CsvShape.MaxLineChars)
                throw new ImportException(CsvImport.TooLarge with { Detail = "单个标记或文本过长" });
        }
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
