using System.Net;
using System.Text;
using CivicPlatform.Registry.Data;
using CivicPlatform.Testing;

namespace CivicPlatform.Registry.Tests;

/// <summary>The register with a database of its own and the sample's divisions; one a test class.</summary>
public sealed class RegistryHost : IAsyncLifetime
{
    public const string Street = "110114009", OtherStreet = "110114010", Community = "110114009902";

    public ServiceHost<RegistryDbContext> Service { get; private set; } = null!;

    public ApiClient Admin => Service.As("platform-admin", "11");

    public ApiClient Clerk => Service.As("street-clerk", Street);

    public ApiClient OtherClerk => Service.As("street-clerk", OtherStreet);

    public async ValueTask InitializeAsync()
    {
        Service = await ServiceHost<RegistryDbContext>.StartAsync("registry");
        foreach (var file in (string[])["provinces.csv", "cities.csv", "areas.csv", "streets.csv"])
        {
            var csv = await File.ReadAllBytesAsync(SamplePath("divisions", file));
            (await Admin.PostCsvAsync("/api/v1/division-imports", csv)).Expect(HttpStatusCode.Created);
        }
        await AddCommunityAsync(Community, "样例社区");
    }

    /// <summary>Adds a community as its own street office does.</summary>
    public async Task AddCommunityAsync(string code, string name) =>
        (await Service.As("street-clerk", code[..9]).PutAsync(
            $"/api/v1/divisions/{code}", new { name, parent = code[..9] })).Expect(HttpStatusCode.Created);

    /// <summary>A community of the street for one test alone, so that tests do not meet in one estate.</summary>
    public async Task<string> NewCommunityAsync()
    {
        var code = $"{Street}{Interlocked.Increment(ref _communities)}";
        await AddCommunityAsync(code, "试验社区");
        return code;
    }

    private int _communities = 100;

    /// <summary>The sample estate in another community.</summary>
    public static string Sample(string community) =>
        File.ReadAllText(SamplePath("units.csv")).Replace(Community, community, StringComparison.Ordinal);

    public Task<Answer> ImportAsync(string csv, ApiClient? client = null) =>
        ImportAsync(Encoding.UTF8.GetBytes(csv), client);

    public Task<Answer> ImportAsync(byte[] csv, ApiClient? client = null, string mediaType = "text/csv") =>
        (client ?? Clerk).PostCsvAsync("/api/v1/unit-imports", csv, mediaType: mediaType);

    /// <summary>Rows of a table, counted behind the services' backs.</summary>
    public Task<long> CountAsync(string fromWhere) => Service.QueryAsync<long>($"select count(*) from {fromWhere}");

    /// <summary>The id of the one estate in a community.</summary>
    public async Task<string> EstateOfAsync(string community)
    {
        var list = (await Clerk.GetAsync($"/api/v1/estates?division={community}")).Expect(HttpStatusCode.OK);
        return list.Json.GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    public static string SamplePath(params string[] parts) =>
        Repository.PathOf(["tests", "data", "sample", .. parts]);

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
