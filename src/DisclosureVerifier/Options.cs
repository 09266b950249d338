namespace CivicPlatform.DisclosureVerifier;

/// <summary>What the command line asks for.</summary>
/// <param name="Files">Proofs, lists of lines and chains of pages, in any order.</param>
/// <param name="Hash">Hash of a page as it was posted; one of the files must hold that page.</param>
public sealed record Options(IReadOnlyList<string> Files, string? Hash)
{
    private const int MaxFiles = 200;

    private const string Usage =
        """
        usage: ./civic verify-disclosure FILE [FILE...] [--hash HASH]
          FILE    as it was served, of any kind and in any order:
                  the proof of one line     GET /api/v1/snapshots/{id}/proof?unitId=
                  all lines behind a page   GET /api/v1/snapshots/{id}/lines
                  a chain of public pages   GET /api/v1/disclosures/{id}/chain?building=
          --hash  hash of a page as it was posted: one of the files must hold that page
        """;

    /// <exception cref="ArgumentException">The words make no sense; the message says what would.</exception>
    public static Options Parse(string[] args)
    {
        var (files, hash) = (new List<string>(), (string?)null);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--hash" && hash is null && i + 1 < args.Length) hash = args[++i];
            else if (args[i].Length > 0 && args[i][0] != '-') files.Add(args[i]);
            else throw new ArgumentException(Usage);
        }

        return files.Count is > 0 and <= MaxFiles ? new Options(files, hash) : throw new ArgumentException(Usage);
    }
}
