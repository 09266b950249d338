using System.Runtime.CompilerServices;
using System.Text;
using CivicPlatform.Kernel.Seals;

namespace CivicPlatform.Cli.Verify;

/// <summary>The seal file as it was when this was made: a sealer may go on writing.</summary>
public sealed class SealLines
{
    private readonly SealKey _key;
    private readonly long _length;

    /// <param name="path">The file; it may be missing.</param>
    public SealLines(string path, SealKey key)
    {
        (Path, _key) = (path, key);
        _length = File.Exists(path) ? new FileInfo(path).Length : 0;
    }

    public string Path { get; }

    /// <summary>Whether there was anything in it.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>The lines of one chain in their order; null stands for a line that was tampered with.</summary>
    public async IAsyncEnumerable<SealLine?> ReadAsync(
        string service, string chain, [EnumeratorCancellation] CancellationToken ct)
    {
        if (IsEmpty) yield break;
        await using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var read = 0L;
        while (read < _length && await reader.ReadLineAsync(ct) is { } text)
        {
            read += Encoding.UTF8.GetByteCount(text) + 1;
            if (read > _length) yield break; // Without its end: still being written.
            var line = SealLine.Read(text, _key);
            if (line is null || (line.Service == service && line.Chain == chain)) yield return line;
        }
    }
}
