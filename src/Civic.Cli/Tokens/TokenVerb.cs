using CivicPlatform.Cli.Keys;

namespace CivicPlatform.Cli.Tokens;

/// <summary><c>token</c>: prints a signed token for local use, alone on the last line.</summary>
public static class TokenVerb
{
    private const int DefaultMinutes = 60, MaxMinutes = 7 * 24 * 60;

    public static Verb Verb { get; } = new(
        "token",
        "--role ROLE[,ROLE] --division CODE[,CODE] [--subject ID] [--minutes N] [--data-dir DIR]",
        "prints a token for local use; the token stands alone on the last line",
        RunAsync);

    private static Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var roles = arguments.RequiredList("role");
        if (roles is ["?"])
        {
            Console.Out.WriteLine(string.Join('\n', Roles.All));
            return Task.FromResult(0);
        }
        var request = new TokenRequest(
            arguments.Option("subject") ?? $"local-{roles[0]}",
            roles,
            arguments.RequiredList("division"),
            TimeSpan.FromMinutes(arguments.Number("minutes", DefaultMinutes, 1, MaxMinutes)));
        var folder = new DataFolder(arguments.Option("data-dir") ?? DataFolder.DefaultPath);
        arguments.Done();

        KeyStore.Ensure(folder);
        using var key = SigningKey.Load(folder.SigningKey);
        var issuer = new TokenIssuer(key, TimeProvider.System)
        {
            Issuer = Environment.GetEnvironmentVariable("Auth__Issuer") ?? TokenIssuer.DefaultIssuer,
            Audience = Environment.GetEnvironmentVariable("Auth__Audience") ?? TokenIssuer.DefaultAudience,
        };
        Console.Out.WriteLine(issuer.Issue(request));
        return Task.FromResult(0);
    }
}
