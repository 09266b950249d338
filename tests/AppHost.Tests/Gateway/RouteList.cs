using CivicPlatform.AppHost.Tests.Servers;

namespace CivicPlatform.AppHost.Tests.Gateway;

/// <summary>The list that nginx is rendered from.</summary>
internal static class RouteList
{
    public static IReadOnlyList<(string Resource, string Service)> All { get; } =
    [
        .. File.ReadLines(RunScript.SourceOf("gateway/routes.txt"))
            .Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 0)
            .Select(words => words is [var resource, var service]
                ? (resource, service)
                : throw new FormatException(string.Join(' ', words))),
    ];

    public static IReadOnlyList<string> Services { get; } = [.. All.Select(r => r.Service).Distinct()];
}
