using System.Net;
using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Handling;

/// <summary>A street office of its own, with its clock, its departments and a duty catalogue.</summary>
public sealed class OrderOffice
{
    private static int s_streets;

    private readonly CasesHost _host;

    private OrderOffice(CasesHost host, string prefix) =>
        (_host, Street) = (host, $"{prefix}{Interlocked.Increment(ref s_streets):D3}");

    public ServiceHost<CasesDbContext> Host => _host.First;

    public string Street { get; }

    public string Community => Street + "001";

    public ApiClient Clerk => Host.As(Roles.StreetClerk, Street, "clerk-1");

    public ApiClient OtherClerk => Host.As(Roles.StreetClerk, Street, "clerk-9");

    public ApiClient District => Host.As(Roles.DistrictSupervisor, Street[..6], "district-1");

    /// <summary>A login of the housing department, and one of water's.</summary>
    public ApiClient Housing => Host.As(Roles.Department, Street, $"housing-{Street}");

    public ApiClient Water => Host.As(Roles.Department, Street, $"water-{Street}");

    /// <summary>An office of Shanghai (profile SH) unless another prefix is given: its first six digits.</summary>
    public static async Task<OrderOffice> OpenAsync(CasesHost host, string prefix = "310116")
    {
        var office = new OrderOffice(host, prefix);
        foreach (var (code, kind) in new[]
        {
            ("HOUSING", "DISTRICT_DEPARTMENT"), ("WATER", "PUBLIC_UTILITY"), ("COMMITTEE", "COMMUNITY_COMMITTEE"),
        })
        {
            var department = (await office.Clerk.PostAsync("/api/v1/departments", new
            {
                divisionCode = office.Street, code, name = code, kind,
            })).Expect(HttpStatusCode.Created).Id;
            (await office.Clerk.PostAsync($"/api/v1/departments/{department}/members", new
            {
                subject = $"{code.ToLowerInvariant()}-{office.Street}",
            })).Expect(HttpStatusCode.Created);
        }
        (await office.Clerk.PostAsync("/api/v1/duties", new
        {
            divisionCode = office.Street, matter = "WATER_LEAK", department = "HOUSING",
            coHandlers = new[] { "WATER" },
        })).Expect(HttpStatusCode.Created);
        return office;
    }

    /// <summary>Sets the office's civil clock, in Asia/Shanghai.</summary>
    public Task ClockAsync(string local) => _host.ExecuteAsync(
        "insert into platform.civil_clock as c values " +
        $"('{Street}', ceil(extract(epoch from timestamptz '{local}+08' - now()))::bigint, 1) " +
        "on conflict (street_code) do update set offset_seconds = excluded.offset_seconds, version = c.version + 1");

    public async Task<Order> RegisterAsync(
        string type = "COMPLAINT", string matter = "WATER_LEAK", string? words = null)
    {
        var body = CasesHost.CaseBody(Community);
        (body["type"], body["matter"], body["description"]) = (type, matter, words ?? "楼上漏水五年，天花板脱落");
        return new Order(this, (await Clerk.PostAsync("/api/v1/cases", body)).Expect(HttpStatusCode.Created).Id);
    }

    /// <summary>A case that the housing department has.</summary>
    public async Task<Order> DispatchedAsync(string type = "COMPLAINT")
    {
        var order = await RegisterAsync(type);
        (await order.PostAsync("dispatch", new { })).Expect(HttpStatusCode.OK);
        return order;
    }

    /// <summary>A case that the housing department works on.</summary>
    public async Task<Order> StartedAsync()
    {
        var order = await DispatchedAsync();
        (await order.PostAsync("sign", new { }, Housing)).Expect(HttpStatusCode.OK);
        (await order.PostAsync("contacts", new { }, Housing)).Expect(HttpStatusCode.OK);
        return order;
    }

    /// <summary>A case whose reporter was told.</summary>
    public async Task<Order> RepliedAsync()
    {
        var order = await StartedAsync();
        (await order.PostAsync("replies", new { toldOn = "2020-01-01", note = "已修复" }, Housing))
            .Expect(HttpStatusCode.OK);
        return order;
    }
}

/// <summary>One case of that office.</summary>
public sealed record Order(OrderOffice Office, Guid Id)
{
    public string Path => $"/api/v1/cases/{Id}";

    public Task<Answer> PostAsync(string move, object body, ApiClient? by = null, string? key = null) =>
        (by ?? Office.Clerk).PostAsync($"{Path}/{(move == "replies" ? "reply" : move)}", body, key);

    public async Task<Answer> GetAsync(ApiClient? by = null) =>
        (await (by ?? Office.Clerk).GetAsync($"{Path}/handling")).Expect(HttpStatusCode.OK);

    public async Task<string[]> MovesAsync() =>
    [
        .. (await Office.Clerk.GetAsync($"{Path}/moves?limit=200")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("kind").GetString()!),
    ];
}
