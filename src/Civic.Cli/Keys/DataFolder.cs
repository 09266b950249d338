namespace CivicPlatform.Cli.Keys;

/// <summary>The folder with everything that a running platform keeps: database, broker, passwords, keys.</summary>
public sealed class DataFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="path">Where it lies; a relative path counts from the current folder.</param>
    public DataFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    public string Path { get; }
    public string Keys => In("keys");

    /// <summary>ES256 private key (PKCS#8); only <c>./civic token</c> and tests read it, never a service.</summary>
    public string SigningKey => In("keys", "signing-key.pem");

    /// <summary>Public keys of the local development issuer.</summary>
    public string Jwks => In("keys", "jwks.json");

    /// <summary>AES-256 keys of encrypted values: <c>{"current":"k1","keys":{"k1":"base64 of 32 bytes"}}</c>.</summary>
    public string DataKey => In("keys", "data-key.json");

    /// <summary>HMAC key of the seals, base64 of 32 bytes.</summary>
    public string SealKey => In("keys", "seal-key");

    /// <summary>P-256 private key (PKCS#8) that signs receipts and closings of votes.</summary>
    public string VoteKey => In("keys", "vote-key.pem");

    /// <summary>Heads of the sealed chains, one file a service, outside of every database.</summary>
    public string Seal => In("seal");

    /// <summary>Ciphered scans of papers, one file each, written once.</summary>
    public string Evidence => In("evidence");

    /// <summary>The folder named by the environment, else <c>.data</c> here.</summary>
    public static string DefaultPath => Environment.GetEnvironmentVariable("CIVIC_DATA_DIR") ?? ".data";

    /// <summary>Makes the folder. Every secret in it is 0600 or below a 0700 folder.</summary>
    /// <remarks>
    /// As root the servers run as users of their own (postgres, rabbitmq), who must be able to pass through to their
    /// folders: 0711 lets them pass and shows them nothing. Otherwise 0700.
    /// </remarks>
    public void Ensure()
    {
        PrivateFile.EnsureFolder(Path, Environment.IsPrivilegedProcess ? Owner | PassThrough : Owner);
        PrivateFile.EnsureFolder(Keys, Owner);
    }

    private string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);
}
