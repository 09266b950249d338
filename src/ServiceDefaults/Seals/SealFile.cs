using System.Text;
using CivicPlatform.Kernel.Seals;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.ServiceDefaults.Seals;

/// <summary>What stands outside the database contradicts it: somebody changed one of the two.</summary>
public sealed class SealBrokenException(string message) : Exception(message);

/// <summary>The heads of a service outside its database, one signed line a block, only ever appended.</summary>
/// <remarks>
/// Replicas share the file. Whoever appends holds the lock file beside it, reads what others appended and adds only
/// what follows, so a holder that slept and woke up late writes nothing twice and nothing out of order.
/// </remarks>
internal sealed class SealFile(string directory, string service, SealKey key)
{
    private const int LockTries = 50;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly string _path = Path.Combine(directory, $"{service}.log");
    private readonly Dictionary<string, SealLine> _last = [];
    private long _read;

    public bool Exists => File.Exists(_path);

    /// <summary>The chain's last line; null before its first one.</summary>
    public SealLine? Last(string chain) => _last.GetValueOrDefault(chain);

    /// <summary>Runs under the file's lock, after everything that others appended was read.</summary>
    /// <exception cref="SealBrokenException">The file is shorter than it was or holds foreign lines.</exception>
    public async Task LockedAsync(Func<Func<SealLine, Task>, Task> work, CancellationToken ct)
    {
        PrivateFolder.Ensure(directory);
        await using var held = await LockAsync(ct);
        await using var stream = Open(_path, FileShare.ReadWrite);
        await ReadNewAsync(stream, ct);
        try
        {
            await work(line => AppendAsync(stream, line));
            if (stream.Length > _read) stream.Flush(flushToDisk: true);
            _read = stream.Length;
        }
        catch (Exception e) when (e is not SealBrokenException)
        {
            // How much of it reached the file is not known (a full disk): the next call reads it from the start.
            _read = 0;
            _last.Clear();
            throw;
        }
    }

    private async Task AppendAsync(FileStream stream, SealLine line)
    {
        await stream.WriteAsync(s_utf8.GetBytes(line.Write(key) + "\n"));
        _last[line.Chain] = line;
    }

    private async Task ReadNewAsync(FileStream stream, CancellationToken ct)
    {
        if (stream.Length < _read) throw new SealBrokenException($"{_path} is shorter than it was.");
        stream.Position = _read;
        using var reader = new StreamReader(stream, s_utf8, leaveOpen: true);
        while (await reader.ReadLineAsync(ct) is { } text)
        {
            // A crash in the middle of a write leaves a line without its end: it was never complete.
            if (_read + s_utf8.GetByteCount(text) >= stream.Length) break;
            var line = SealLine.Read(text, key)
                ?? throw new SealBrokenException($"{_path} holds a line that is not ours.");
            if (line.Block != (Last(line.Chain)?.Block ?? 0) + 1)
                throw new SealBrokenException($"{_path} misses lines of {line.Chain} before block {line.Block}.");
            _last[line.Chain] = line;
            _read += s_utf8.GetByteCount(text) + 1;
        }
        if (stream.Length > _read) stream.SetLength(_read);
        stream.Position = _read;
    }

    private async Task<FileStream> LockAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Open(Path.Combine(directory, $"{service}.lock"), FileShare.None);
            }
            catch (IOException) when (attempt < LockTries)
            {
                await Task.Delay(LockPause, ct);
            }
        }
    }

    private static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
