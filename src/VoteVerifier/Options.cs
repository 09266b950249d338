namespace CivicPlatform.VoteVerifier;

/// <summary>What the command line asks for.</summary>
/// <param name="File">The archive.</param>
/// <param name="Key">Fingerprint of the key that must have signed.</param>
/// <param name="Trackers">File of the public list.</param>
/// <param name="Receipt">File of a receipt.</param>
public sealed record Options(string File, string? Key, string? Trackers, string? Receipt)
{
    private const string Usage =
        """
        usage: ./civic verify-vote FILE [--key FINGERPRINT] [--trackers FILE] [--receipt FILE]
          FILE        archive of a closed motion (GET /api/v1/motions/{id}/archive)
          --key       SHA-256 of the public key, as the office posted it
          --trackers  the public list, one tracker a line: names a ballot that was removed or added
          --receipt   the answer that an owner got for his ballot, as JSON
        """;

    /// <exception cref="ArgumentException">The words make no sense; the message says what would.</exception>
    public static Options Parse(string[] args)
    {
        if (args.Length % 2 == 0 || args[0].StartsWith('-')) throw new ArgumentException(Usage);
        var options = new Options(args[0], null, null, null);
        for (var i = 1; i < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--key" => options with { Key = args[i + 1] },
                "--trackers" => options with { Trackers = args[i + 1] },
                "--receipt" => options with { Receipt = args[i + 1] },
                _ => throw new ArgumentException(Usage),
            };
        }
        return options;
    }
}
