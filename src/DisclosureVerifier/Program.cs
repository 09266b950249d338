using CivicPlatform.DisclosureVerifier;

var current = "";
try
{
    var options = Options.Parse(args);
    var check = new Check(sentence => Console.Out.WriteLine($"checked      {Plain(current)}: {Plain(sentence)}"));
    var files = new List<(DisclosureFile, IReadOnlyList<SeenPage>)>();
    foreach (var path in options.Files)
    {
        current = path;
        var file = DisclosureFile.Read(path);
        files.Add((file, check.Run(file)));
    }

    current = "";
    foreach (var sentence in new Together(files).Run(options.Hash))
        Console.Out.WriteLine($"not checked  {Plain(sentence)}");
    Console.Out.WriteLine("not checked  that what was paid was entered: hold your own receipts against your line");
    Console.Out.WriteLine("OK: pages, lines and chains agree with each other");
    return 0;
}
catch (FaultException fault)
{
    Console.Error.WriteLine($"NOT OK: {Plain(current.Length > 0 ? $"{current}: {fault.Message}" : fault.Message)}");
    return 1;
}
catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"civic verify-disclosure: {Plain(e.Message, keepLines: true)}");
    return 2;
}

// What stands in a stranger's file must not move the cursor, draw lines of its own or fill the screen.
static string Plain(string text, bool keepLines = false)
{
    const int most = 1000;
    var shown = text.Length > most ? text[..most] + "…" : text;
    return string.Concat(shown.Select(c => char.IsControl(c) && !(keepLines && c == '\n') ? '\uFFFD' : c));
}
