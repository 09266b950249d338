using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Consultation.Archives;

/// <summary>Signs receipts and closings with the vote key; its public half is in every archive.</summary>
public sealed class VoteSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();
    private readonly Lock _gate = new(); // One signature at a time: the handle is not made for threads.

    /// <exception cref="InvalidOperationException"><c>Votes:KeyPath</c> is not set.</exception>
    public VoteSigner(IConfiguration configuration)
    {
        var path = configuration["Votes:KeyPath"]
            ?? throw new InvalidOperationException("Votes__KeyPath is not set; ./civic keys makes the file.");
        _key.ImportFromPem(File.ReadAllText(path));
        PublicKey = _key.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>PEM.</summary>
    public string PublicKey { get; }

    public byte[] Sign(string text)
    {
        lock (_gate) return _key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256);
    }

    public void Dispose() => _key.Dispose();
}
