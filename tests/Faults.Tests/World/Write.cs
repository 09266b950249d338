using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace CivicPlatform.Faults.Tests.World;

/// <summary>The kinds of writes, each by another path through the house.</summary>
public enum WriteKind
{
    /// <summary>A case: one round trip (Cases).</summary>
    Case,

    /// <summary>A payment: group posting in the ledger (Funds).</summary>
    Payment,

    /// <summary>A ballot: one round trip over a function (Consultation).</summary>
    Ballot,

    /// <summary>An estate of one flat: the request transaction, and events for four services (Registry).</summary>
    Estate,

    /// <summary>A motion: the request transaction and an event (Consultation).</summary>
    Motion,

    /// <summary>A subscription: the request transaction (Notifications).</summary>
    Subscription,
}

/// <summary>One POST that may be repeated: the same key, path and body on every try.</summary>
/// <param name="Marker">Finds the row in the service's database.</param>
public sealed record Write(
    WriteKind Kind, int Number, string Key, string Marker, ApiClient By, string Path, byte[] Body, string MediaType)
{
    /// <summary>The service that answers it.</summary>
    public string Service => Kind switch
    {
        WriteKind.Case => "cases",
        WriteKind.Payment => "funds",
        WriteKind.Ballot or WriteKind.Motion => "consultation",
        WriteKind.Estate => "registry",
        _ => "notifications",
    };

    /// <summary>Sends it once and reads the whole answer.</summary>
    public async Task<Answer> SendAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaType);
        request.Headers.Add("Idempotency-Key", Key);
        using var response = await By.Http.SendAsync(request, ct);
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        return new Answer(response.StatusCode, body, response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.Tag, response.Headers.Location);
    }
}

/// <summary>Makes writes for an estate, each with a number of its own.</summary>
public sealed class WriteMaker(Neighbourhood estate, string run)
{
    private const string Json = "application/json; charset=utf-8";
    private const string CastAt = "2023-05-20T09:02:00+08:00";
    private readonly ConcurrentDictionary<int, Lazy<Task<Guid>>> _motions = new();
    private const int FirstQuietStreet = 700, SubscriptionsPerStreet = 40;
    private static readonly ConcurrentDictionary<string, ApiClient> s_clerks = new();
    private static int s_subscriptions;
    private int _number;
    private int _ballots;

    /// <summary>Motions that this maker opened for its ballots.</summary>
    public Task<Guid[]> MotionsAsync() => Task.WhenAll(_motions.Values.Select(m => m.Value));

    public async Task<Write> MakeAsync(WriteKind kind)
    {
        var number = Interlocked.Increment(ref _number);
        var marker = $"{run}-{number:000000}";
        return kind switch
        {
            WriteKind.Case => Of(kind, number, marker, estate.Clerk, "/api/v1/cases", new
            {
                divisionCode = estate.Community, channel = "PATROL", type = "HELP", matter = "FAULT_SUITE",
                description = "故障演练", building = marker, estateId = estate.EstateId,
            }),
            WriteKind.Payment => Payment(number, marker, "1.00", number),
            WriteKind.Ballot => await BallotAsync(number, marker),
            WriteKind.Motion => Of(kind, number, marker, estate.Clerk, "/api/v1/motions", estate.Motion(marker)),
            WriteKind.Estate => new Write(kind, number, marker, marker, estate.Clerk, "/api/v1/unit-imports",
                Encoding.UTF8.GetBytes($"{Neighbourhood.UnitsHeader}{estate.Community},{marker},1,1,101,1," +
                    $"{Neighbourhood.FlatArea},REGISTER,FLAT,SOLD,P{number}|业主|13800000000\n"), "text/csv"),
            _ => Subscription(number, marker),
        };
    }

    /// <summary>A payment of that household, counted through the estate.</summary>
    public Write Payment(string amount, int household)
    {
        var number = Interlocked.Increment(ref _number);
        return Payment(number, $"{run}-{number:000000}", amount, household);
    }

    private Write Payment(int number, string marker, string amount, int household)
    {
        var (building, room) = Neighbourhood.Household(household);
        return Of(WriteKind.Payment, number, marker, estate.Manager, $"/api/v1/accounts/{estate.AccountId}/bank-lines",
            new
            {
                bankSerial = marker, bookedAt = "2023-07-01 10:00:00", amount, counterparty = "业主",
                memo = $"{building}-1-{room} 电梯大修",
            });
    }

    // A street office has at most 50 of them, so they are spread over offices that nothing happens in.
    private Write Subscription(int number, string marker)
    {
        var street = $"110114{FirstQuietStreet + Interlocked.Increment(ref s_subscriptions) / SubscriptionsPerStreet}";
        var clerk = s_clerks.GetOrAdd(street, office => estate.Platform.As("street-clerk", office));
        return Of(WriteKind.Subscription, number, marker, clerk, "/api/v1/webhook-subscriptions",
            new { streetCode = street, url = $"https://example.org/{marker}" });
    }

    private async Task<Write> BallotAsync(int number, string marker)
    {
        var ballot = Interlocked.Increment(ref _ballots) - 1;
        var (building, room) = Neighbourhood.Household(ballot);
        var motion = await MotionAsync(ballot / (Neighbourhood.Buildings * Neighbourhood.RoomsPerBuilding));
        return Of(WriteKind.Ballot, number, marker, estate.TallyClerk, $"/api/v1/motions/{motion}/ballots",
            new { building, entrance = "1", room, choice = "FOR", channel = "PAPER", castAt = CastAt });
    }

    private Task<Guid> MotionAsync(int index) =>
        _motions.GetOrAdd(index, n => new Lazy<Task<Guid>>(() => OpenAsync($"{run}-{n}"))).Value;

    private async Task<Guid> OpenAsync(string title)
    {
        var id = Guid.Empty;
        await Eventually.Async(async () => id = await estate.OpenMotionAsync(title), TimeSpan.FromSeconds(60));
        return id;
    }

    private static Write Of(WriteKind kind, int number, string marker, ApiClient by, string path, object body) =>
        new(kind, number, marker, marker, by, path,
            Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(body)), Json);
}
