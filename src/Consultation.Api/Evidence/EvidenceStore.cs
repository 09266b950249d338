using System.Buffers.Binary;
using System.Security.Cryptography;
using CivicPlatform.Consultation.Files;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Evidence;

/// <summary>The evidence folder: one ciphered file for each scan, written once (<c>Evidence:Directory</c>).</summary>
/// <remarks>
/// A scan shows a choice and a signature, so that it stands nowhere in clear. It is ciphered in blocks, each bound to
/// its file and its place, and the row's hash tells the whole: a file that was cut, mixed or swapped does not open.
/// </remarks>
public sealed class EvidenceStore(IConfiguration configuration, FieldCipher cipher)
{
    /// <summary>The largest scan, 10 MB; a photo of a telephone has three to six.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    private const int Block = 64 * 1024, MaxSealed = Block + 128;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string Folder => configuration["Evidence:Directory"]
        ?? throw new InvalidOperationException("Evidence__Directory is not set.");

    /// <summary>What was written, or null when the stream holds no photo and no PDF.</summary>
    internal sealed record Stored(string Sha256, string MediaType, int Bytes);

    /// <summary>Streams a scan into its file. Its row comes later: no row names a file that is not here.</summary>
    internal async Task<Stored?> WriteAsync(Guid id, Stream source, CancellationToken ct)
    {
        PrivateFolder.Ensure(Folder);
        PrivateFolder.Ensure(Path.GetDirectoryName(PathOf(id))!);
        var temporary = $"{PathOf(id)}.{Guid.NewGuid():N}";
        try
        {
            var stored = await WriteBlocksAsync(temporary, id, source, ct);
            if (stored is not null) File.Move(temporary, PathOf(id), overwrite: true);
            return stored;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The scan in clear, or null when it is missing or not what its row says.</summary>
    internal async Task<byte[]?> ReadAsync(Guid id, string sha256, CancellationToken ct)
    {
        try
        {
            var content = await ReadBlocksAsync(id, ct);
            return Convert.ToHexStringLower(SHA256.HashData(content)) == sha256 ? content : null;
        }
        catch (Exception e) when (e is IOException or CryptographicException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Removes what a refused upload has written.</summary>
    internal void Forget(Guid id) => File.Delete(PathOf(id));

    // The last digits: the first ones of a UUIDv7 are its instant, and would put a whole day into one folder.
    private string PathOf(Guid id) => Path.Combine(Folder, $"{id:N}"[^2..], $"{id:N}");

    private async Task<Stored?> WriteBlocksAsync(string path, Guid id, Stream source, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        await using var target = new FileStream(path, options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Block];
        var read = await source.ReadAtLeastAsync(buffer, Block, throwOnEndOfStream: false, ct);
        if (FileContent.Recognise(buffer.AsSpan(0, read)) is not { } type) return null;
        var (bytes, length) = (0, new byte[sizeof(int)]);
        for (var place = 0; read > 0; place++)
        {
            hash.AppendData(buffer, 0, read);
            bytes += read;
            var value = cipher.Encrypt(buffer.AsSpan(0, read), Bound(id, place));
            BinaryPrimitives.WriteInt32LittleEndian(length, value.Length);
            await target.WriteAsync(length, ct);
            await target.WriteAsync(value, ct);
            read = await source.ReadAtLeastAsync(buffer, Block, throwOnEndOfStream: false, ct);
        }
        target.Flush(flushToDisk: true);
        return new Stored(Convert.ToHexStringLower(hash.GetHashAndReset()), type, bytes);
    }

    private async Task<byte[]> ReadBlocksAsync(Guid id, CancellationToken ct)
    {
        await using var source = File.OpenRead(PathOf(id));
        using var content = new MemoryStream();
        var length = new byte[sizeof(int)];
        for (var place = 0; source.Position < source.Length; place++)
        {
            await source.ReadExactlyAsync(length, ct);
            var size = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (size is <= 0 or > MaxSealed) throw new InvalidDataException("No block of ours.");
            var value = new byte[size];
            await source.ReadExactlyAsync(value, ct);
            content.Write(cipher.Decrypt(value, Bound(id, place)));
        }
        return content.ToArray();
    }

    private static byte[] Bound(Guid id, int place) => [.. id.ToByteArray(), .. BitConverter.GetBytes(place)];
}
