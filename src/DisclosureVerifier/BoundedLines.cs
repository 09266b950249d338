using System.Text;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>The first thing that is wrong; the line counts from 1, 0 stands for the whole file.</summary>
public sealed class FaultException(int line, string what)
    : Exception(line == 0 ? what : FormattableString.Invariant($"line {line}: {what}"));

/// <summary>Lines of a stranger's file: strict UTF-8, none longer and no more of them than a true file has.</summary>
public static class BoundedLines
{
    private const int MaxLine = 8 * 1024 * 1024;
    private const int MaxLines = 25_000;
    private const long MaxCharacters = 256L * 1024 * 1024;

    /// <exception cref="FaultException">A bound is broken, or the bytes are no UTF-8.</exception>
    public static IEnumerable<(int Number, string Text)> Read(Stream file)
    {
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true), false, 64 * 1024);
        var (block, line, number, total) = (new char[32 * 1024], new StringBuilder(), 0, 0L);
        while (Fill(reader, block, number + 1) is var read and > 0)
        {
            if ((total += read) > MaxCharacters) throw new FaultException(0, "larger than such a file is");
            for (var from = 0; from < read;)
            {
                var end = Array.IndexOf(block, '\n', from, read - from);
                var to = end < 0 ? read : end;
                line.Append(block, from, to - from);
                if (line.Length > MaxLine) throw new FaultException(number + 1, "too long for a line of such a file");
                if (end >= 0) yield return Take(line, ref number);
                from = to + 1;
            }
        }

        if (line.Length > 0) yield return Take(line, ref number);
    }

    private static (int Number, string Text) Take(StringBuilder line, ref int number)
    {
        if (++number > MaxLines) throw new FaultException(number, "more lines than such a file has");
        var text = line.ToString();
        line.Clear();
        return (number, text);
    }

    private static int Fill(StreamReader reader, char[] block, int line)
    {
        try
        {
            return reader.Read(block, 0, block.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new FaultException(line, "the bytes are no UTF-8");
        }
    }
}
