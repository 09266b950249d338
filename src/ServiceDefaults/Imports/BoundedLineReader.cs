using System.Text;

namespace CivicPlatform.ServiceDefaults.Imports;

/// <summary>Stops at a physical line longer than the limit before anybody has to hold it in memory.</summary>
internal sealed class BoundedLineReader(TextReader inner) : TextReader
{
    private int _line = 1;
    private int _length;
    private readonly char[] _block = new char[8 * 1024];
    private int _next, _filled;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, Math.Min(count, CsvShape.MaxLineChars));
        for (var i = index; i < index + read; i++)
        {
            if (buffer[i] == '\n') (_line, _length) = (_line + 1, 0);
            else if (++_length > CsvShape.MaxLineChars)
                throw new ImportException(CsvImport.At(CsvImport.TooLarge with { Detail = "该行过长" }, _line));
        }
        return read;
    }

    /// <summary>The next line without its end; null at the end of the file. Reads in blocks.</summary>
    public override string? ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_next == _filled)
            {
                (_next, _filled) = (0, Read(_block, 0, _block.Length));
                if (_filled == 0) return line.Length == 0 ? null : line.ToString();
            }
            var end = Array.IndexOf(_block, '\n', _next, _filled - _next);
            line.Append(_block, _next, (end < 0 ? _filled : end) - _next);
            _next = end < 0 ? _filled : end + 1;
            if (end >= 0) return line.ToString();
        }
    }

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override int Peek() => inner.Peek();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
