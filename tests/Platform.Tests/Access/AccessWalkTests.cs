using System.Diagnostics;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>
/// Every operation of every document, called by those who may not: 401, 403 or 404, and never a trace of the canary.
/// </summary>
[Collection(CanaryCollection.Name)]
public sealed class AccessWalkTests(CanaryOffice office, ITestOutputHelper output)
{
    private static readonly HttpStatusCode[] s_closed = [HttpStatusCode.Forbidden, HttpStatusCode.NotFound];

    private IEnumerable<ApiOperation> Guarded => office.Operations.Where(o => !o.IsPublic);

    private IEnumerable<ApiOperation> ForTokens => Guarded.Where(o => !o.IsSigned);

    private IEnumerable<ApiOperation> OfAnOffice =>
        ForTokens.Where(o => !Exceptions.NotOfAnOffice.ContainsKey(o.Permission));

    [Fact]
    public async Task nobody_gets_in_without_a_good_token()
    {
        var wrong = new List<string>();
        foreach (var operation in ForTokens)
        {
            (string Kind, string? Token)[] tokens =
            [
                ("none", null), ("expired", office.Caller.Expired(operation.Roles, office.Story.Street)),
                ("unsigned", office.Caller.AlgNone(operation.Roles, office.Story.Street)),
                ("changed", office.Caller.Changed(operation.Roles, office.Story.Street)),
                ("wrong audience", office.Caller.ForAnother(operation.Roles, office.Story.Street)),
                ("wrong issuer", office.Caller.OfAnother(operation.Roles, office.Story.Street)),
            ];
            foreach (var (kind, token) in tokens)
            {
                var answer = await CallAsync(operation, token);
                if (answer.Status is not HttpStatusCode.Unauthorized)
                    wrong.Add($"{operation}, {kind}: {answer.Status}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task all_other_roles_of_the_office_together_may_not()
    {
        var wrong = new List<string>();
        foreach (var operation in ForTokens.Where(o => o.Roles.Count < Cli.Tokens.Roles.All.Count))
        {
            var others = Cli.Tokens.Roles.All.Except(operation.Roles);
            var answer = await CallAsync(operation, office.Caller.Token(others, office.Story.Street));
            if (answer.Status is not HttpStatusCode.Forbidden) wrong.Add($"{operation}: {answer.Status} {answer.Text}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task no_token_opens_what_a_signature_opens()
    {
        var signed = Guarded.Where(o => o.IsSigned).ToArray();
        Assert.NotEmpty(signed);
        foreach (var operation in signed)
        {
            // Its own role is one that the platform's issuer does not give out, and services ignore.
            var token = office.Caller.Token(Cli.Tokens.Roles.All, office.Story.Street);
            var answer = await CallAsync(operation, token);
            Assert.Equal((HttpStatusCode.Unauthorized, "auth.not_signed"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public void nobody_gives_anything_without_a_login()
    {
        // 003-14: no address takes money, or anything else, from the public; calculators keep nothing.
        var open = office.Operations.Where(o => o.IsPublic && !o.IsRead).Select(o => o.Path);
        Assert.All(open, path => Assert.EndsWith(":preview", path));
        Assert.DoesNotContain(office.Operations, o => o.Path.Contains("donat", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task another_office_finds_nothing()
    {
        var wrong = new List<string>();
        foreach (var operation in OfAnOffice)
        {
            var roles = operation.Roles.Except(["platform-admin"]); // Of no office.
            var answer = await CallAsync(operation, office.Caller.Token(roles, office.Other.Street));
            // A list or a search of one's own office answers with one's own rows; the canary is in none of them.
            var mayBeEmpty = (operation.IsRead || operation.Path.EndsWith("/search", StringComparison.Ordinal))
                && operation.Parameters.Count == 0;
            var right = s_closed.Contains(answer.Status) || (mayBeEmpty && answer.Status is HttpStatusCode.OK);
            if (!right) wrong.Add($"{operation}: {answer.Status} {answer.Text}");
            else if (TraceIn(operation, answer) is { } trace) wrong.Add($"{operation} shows {trace}: {answer.Text}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task filters_by_the_canarys_ids_find_nothing()
    {
        var wrong = new List<string>();
        foreach (var operation in OfAnOffice.Where(o => o.IsRead && o.Parameters.Count == 0))
        {
            var client = office.Platform.WithToken(office.Caller.Token(operation.Roles, office.Other.Street));
            foreach (var (name, _) in operation.Query)
            {
                if (office.ByName(name) is not { } id) continue;
                var answer = await client.GetAsync($"{operation.Path}?{name}={id}");
                var empty = answer.Status is HttpStatusCode.OK
                    && answer.Json.GetProperty("items").GetArrayLength() == 0;
                if (!empty && !s_closed.Contains(answer.Status)) wrong.Add($"{operation}?{name}: {answer.Text}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task a_record_of_another_office_looks_like_one_that_never_was()
    {
        var wrong = new List<string>();
        foreach (var operation in OfAnOffice.Where(o => o.Parameters.Count > 0))
        {
            var token = office.Caller.Token(operation.Roles, office.Other.Street);
            var first = operation.Parameters[0];
            if (!Guid.TryParse(office.Record(first), out _)) continue;
            var unknown = office.Address(operation)
                .Replace(office.Record(first), $"{Guid.CreateVersion7()}", StringComparison.Ordinal);
            var (there, nowhere) = (await CallAsync(operation, token), await CallAsync(operation, token, unknown));
            if ((there.Status, there.Code) != (nowhere.Status, nowhere.Code))
                wrong.Add($"{operation}: {there.Status} {there.Code}, but {nowhere.Status} {nowhere.Code}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task the_other_offices_lists_are_the_same_bytes_as_before_the_canary()
    {
        var now = await office.ReadListsAsync();
        Assert.NotEmpty(now);
        Assert.Equal(office.ListsBefore, now);
    }

    [Fact]
    public void the_walk_has_something_to_find() =>
        Assert.True(office.Marks.Count > 100, $"only {office.Marks.Count} marks");

    [Fact]
    public async Task the_time_to_refuse_does_not_tell_whether_there_is_a_record()
    {
        var clerk = office.Platform.As("street-clerk", office.Other.Street);
        var times = (There: new List<double>(), Nowhere: new List<double>());
        for (var i = 0; i < 80; i++)
        {
            times.There.Add(await TimeAsync(clerk, $"/api/v1/cases/{office.Story.CaseId}"));
            times.Nowhere.Add(await TimeAsync(clerk, $"/api/v1/cases/{Guid.CreateVersion7()}"));
        }
        var (there, nowhere) = (Median(times.There), Median(times.Nowhere));
        output.WriteLine($"404 of another office's case {there:0.00} ms, of none {nowhere:0.00} ms (medians of 80)");
        Assert.True(Math.Abs(there - nowhere) < Math.Max(3, nowhere), $"{there} ms and {nowhere} ms");
    }

    private async Task<Answer> CallAsync(ApiOperation operation, string? token, string? address = null)
    {
        var client = token is null ? office.Platform.Anonymous() : office.Platform.WithToken(token);
        using var body = Exceptions.BodyOf(operation, office);
        return await client.SendAsync(new HttpMethod(operation.Method), address ?? office.Address(operation), body,
            operation.Method == "POST" ? $"{Guid.NewGuid()}" : null);
    }

    // A problem repeats the address that was asked for; what the caller sent is no find.
    private string? TraceIn(ApiOperation operation, Answer answer)
    {
        var text = answer.Text.Replace(office.Fill(operation), "", StringComparison.Ordinal);
        return office.Marks.FirstOrDefault(mark => text.Contains(mark, StringComparison.Ordinal));
    }

    private static async Task<double> TimeAsync(ApiClient client, string path)
    {
        var watch = Stopwatch.StartNew();
        (await client.GetAsync(path)).Expect(HttpStatusCode.NotFound);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
