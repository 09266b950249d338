using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Cli.Databases;

/// <summary>PostgreSQL's stored form of a password: the password itself never reaches the server's log.</summary>
public static class ScramVerifier
{
    private const int Iterations = 4096, SaltBytes = 16;

    /// <summary><c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c> of a password (RFC 5802, RFC 7677).</summary>
    /// <exception cref="CivicException">The password is not printable ASCII (others need SASLprep first).</exception>
    public static string Create(string password)
    {
        if (password.Length == 0 || password.Any(c => c is < ' ' or > '~'))
            throw new CivicException("a password of a database login must be printable ASCII and not empty");

        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            password, salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var stored = SHA256.HashData(Hmac(salted, "Client Key"));
        var server = Hmac(salted, "Server Key");
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}" +
            $"${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text));
}
