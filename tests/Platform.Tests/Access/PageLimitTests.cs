namespace CivicPlatform.Platform.Tests.Access;

/// <summary>
/// What lists take: no more than a page, whatever is asked for (the canary's estate has 1,080 units), and every code
/// that their document names.
/// </summary>
[Collection(CanaryCollection.Name)]
public sealed class PageLimitTests(CanaryOffice office, ITestOutputHelper output)
{
    private const int MaxPage = 200;

    [Fact]
    public async Task no_list_answers_more_than_a_page()
    {
        var (wrong, full, refused) = (new List<string>(), 0, 0);
        foreach (var list in office.Operations.Where(o => o.IsRead && o.HasLimit))
        {
            var client = list.IsPublic
                ? office.Platform.Anonymous()
                : office.Platform.WithToken(office.Caller.Token(list.Roles, office.Story.Street));
            var address = office.Address(list);
            var answer = await client.GetAsync($"{address}{(address.Contains('?') ? '&' : '?')}limit=100000");
            if (answer.Status is HttpStatusCode.BadRequest)
            {
                refused++;
                continue;
            }
            var items = answer.Expect(HttpStatusCode.OK).Json.GetProperty("items").GetArrayLength();
            if (items > MaxPage) wrong.Add($"{list}: {items}");
            if (items == MaxPage) full++;
        }
        output.WriteLine($"{full} lists were cut to a page, {refused} refused the question");
        Assert.Empty(wrong);
        Assert.True(full > 0 && refused > 0, "No list was long enough to be cut.");
    }

    [Fact]
    public async Task every_code_that_a_document_names_is_taken_as_a_filter()
    {
        var (wrong, asked) = (new List<string>(), 0);
        foreach (var list in office.Operations.Where(o => o.IsRead))
        {
            var address = office.Address(list);
            // What must be given stands in the address already.
            foreach (var (name, code) in list.Codes.Where(c => !address.Contains($"{c.Name}=")))
            {
                var client = list.IsPublic
                    ? office.Platform.Anonymous()
                    : office.Platform.WithToken(office.Caller.Token(list.Roles, office.Story.Street));
                var answer = await client.GetAsync($"{address}{(address.Contains('?') ? '&' : '?')}{name}={code}");
                asked++;
                if (answer.Status is HttpStatusCode.BadRequest) wrong.Add($"{list}?{name}={code}: {answer.Text}");
            }
        }
        Assert.Empty(wrong);
        Assert.True(asked > 20, $"only {asked} codes");
    }
}
