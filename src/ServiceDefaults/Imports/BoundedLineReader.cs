namespace CivicPlatform.ServiceDefaults.Imports;

/// <summary>Stops at a physical line longer than the limit before anybody has to hold it in memory.</summary>
internal sealed class BoundedLineReader(TextReader inner) : TextReader
{
    private int _line = 1;
    private int _length;

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
