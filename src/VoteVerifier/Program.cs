using System.Security.Cryptography;
using System.Text.Json;
using CivicPlatform.Consultation.Archives;
using CivicPlatform.VoteVerifier;

try
{
    var options = Options.Parse(args);
    using var file = File.OpenText(options.File);
    var archive = Archive.Read(file);
    var check = new Check(archive);
    if (options.Trackers is { } list) check.Compare(File.ReadLines(list).ToHashSet());
    check.Run();
    if (options.Key is { } wanted && wanted != check.Fingerprint)
        throw new FaultException(1, $"signed by another key: {check.Fingerprint}");
    if (options.Receipt is { } receipt) Receipt.Check(archive, File.ReadAllText(receipt));

    var header = archive.Header;
    Console.Out.WriteLine($"motion    {header.MotionId} {header.Title} ({header.Matter}, {header.RuleSet})");
    Console.Out.WriteLine($"roll      {header.Units} units, {header.RollHash}");
    Console.Out.WriteLine($"ballots   {header.Ballots}, {header.Root}");
    Console.Out.WriteLine($"signed    {VoteProof.Text(header.ClosedAt)} by key {check.Fingerprint}" +
        (options.Key is null ? " (compare it with the one that was posted)" : ""));
    Console.Out.WriteLine($"counted   {check.Tally}");
    Console.Out.WriteLine("OK: roll, ballots, signature and count agree");
    return 0;
}
catch (FaultException fault)
{
    Console.Error.WriteLine($"NOT OK: {fault.Message}");
    return 1;
}
catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException or JsonException
    or CryptographicException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
