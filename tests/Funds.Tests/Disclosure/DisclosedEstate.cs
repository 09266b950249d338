using System.Net;
using System.Text.Json;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Disclosure;

/// <summary>
/// A collection with payments, an advance and a spending. Building 2 has seven households and is shown; building 3 has
/// two, and building 1 with its six goes with it, or the totals would tell.
/// </summary>
internal sealed record DisclosedEstate(FundsHost Funds, Opened Opened, IReadOnlyList<RegisteredUnit> Flats)
{
    private static int s_serial;

    public string Campaign => $"/api/v1/campaigns/{Opened.Campaign}";

    public string Disclosure => $"/api/v1/disclosures/{Opened.Campaign}";

    public static async Task<DisclosedEstate> CreateAsync(FundsHost funds)
    {
        int[] sizes = [6, 7, 2];
        RegisteredUnit[] flats = [.. sizes.SelectMany((size, i) => FundsHost.Flats(3, 7)
            .Where(f => f.Building == $"{i + 1}").Take(size))];
        var estate = new DisclosedEstate(funds, await funds.OpenAsync(flats), flats);
        (await funds.Manager.PostAsync($"{estate.Campaign}/advances",
            new { company = "某物业公司", amount = "300.01" })).Expect(HttpStatusCode.Created);
        await estate.PayAsync(estate.Flat("2", 0), "1613.70");
        await estate.PayAsync(estate.Flat("2", 1), "1613.71"); // One fen becomes credit.
        await estate.PayAsync(estate.Flat("2", 2), "0.01");
        (await funds.Manager.PostAsync($"{estate.Campaign}/spendings", new
        {
            building = "2", amount = "100.00", payee = "某电梯公司", purpose = "首付款\n第一笔", bankSerial = Serial(),
            bookedAt = "2023-07-01 10:00:00",
        })).Expect(HttpStatusCode.Created);
        return estate;
    }

    public RegisteredUnit Flat(string building, int index) => Flats.Where(f => f.Building == building).ElementAt(index);

    public async Task PayAsync(RegisteredUnit flat, string amount) =>
        (await Funds.PayAsync(Opened.Account, Serial(), amount, FundsHost.Code(flat))).Expect(HttpStatusCode.Created);

    /// <summary>Closes today's pages, or corrects one; gives the id of each building's page.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> CloseAsync(string? building = null, string? reason = null)
    {
        var closed = await Funds.Manager.PostAsync($"{Campaign}/snapshots", new { building, reason });
        return closed.Expect(HttpStatusCode.OK).Json.GetProperty("pages").EnumerateArray()
            .ToDictionary(p => p.GetProperty("building").GetString()!, p => p.GetProperty("id").GetGuid());
    }

    /// <summary>A login of the owner of that flat.</summary>
    public async Task<ApiClient> OwnerOfAsync(RegisteredUnit flat)
    {
        var subject = $"own-{Opened.Estate}-{FundsHost.Code(flat)}";
        await Funds.LinkAsync(Opened.Estate, subject, flat.OwnerRefs[0]);
        return Funds.Host.As("owner", FundsHost.Community, subject);
    }

    public ApiClient Auditor => Funds.Host.As("auditor", FundsHost.Street, "auditor-1");

    public async Task<string> LinesAsync(Guid page) =>
        (await Auditor.GetAsync($"/api/v1/snapshots/{page}/lines")).Expect(HttpStatusCode.OK).Text;

    public async Task<string> ChainAsync(string building) =>
        (await Funds.Host.Anonymous().GetAsync($"{Disclosure}/chain?building={building}"))
            .Expect(HttpStatusCode.OK).Text;

    public async Task<string> ProofAsync(Guid page, RegisteredUnit flat) =>
        (await Auditor.GetAsync($"/api/v1/snapshots/{page}/proof?unitId={flat.UnitId}")).Expect(HttpStatusCode.OK).Text;

    /// <summary>The objects of a file, one a line.</summary>
    public static JsonElement[] Parse(string file) =>
        [.. file.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Serial() => $"D-{Interlocked.Increment(ref s_serial)}";
}
