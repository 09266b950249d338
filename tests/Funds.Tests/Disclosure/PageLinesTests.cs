using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CivicPlatform.Funds.Tests.Disclosure;

/// <summary>The lines behind a daily page: all of them for who recounts, one's own for an owner.</summary>
public sealed class PageLinesTests(FundsHost funds)
{
    [Fact, Trait("rule", "RAISE-10")]
    public async Task the_lines_add_up_to_the_page_and_to_its_root_also_when_the_bills_have_moved_on()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var pages = await estate.CloseAsync();
        var before = await estate.LinesAsync(pages["2"]);
        await estate.PayAsync(estate.Flat("2", 3), "1613.70");
        var after = await estate.LinesAsync(pages["2"]);
        Assert.Equal(before, after);

        var file = DisclosedEstate.Parse(after);
        var page = JsonDocument.Parse(file[0].GetProperty("lines").GetProperty("page").GetProperty("text")
            .GetString()!).RootElement;
        JsonElement[] lines = [.. file[1..].Select(l => JsonDocument.Parse(l.GetProperty("line").GetProperty("leaf")
            .GetString()!).RootElement)];
        Assert.Equal(9, lines.Length); // Seven households, a part of the advance, a spending.
        Assert.Equal((3227.41m, 0.01m, 2), (Sum("HOUSEHOLD", "paid"), Sum("HOUSEHOLD", "credit"),
            lines.Count(l => l.TryGetProperty("paidInFull", out var full) && full.GetBoolean())));
        foreach (var (total, kind, part) in ((string, string, string)[])
            [("receivable", "HOUSEHOLD", "bill"), ("collected", "HOUSEHOLD", "paid"), ("advanced", "ADVANCE", "amount"),
             ("credit", "HOUSEHOLD", "credit")])
            Assert.Equal(page.GetProperty(total).GetString(), $"{Sum(kind, part):0.00}");

        var root = page.GetProperty("lines");
        Assert.Equal((9, $"{estate.Opened.Campaign}"),
            (root.GetProperty("leaves").GetInt32(), root.GetProperty("subjectId").GetString()));
        string[] leaves = [.. file[1..].Select(l => l.GetProperty("line")).Select(l =>
            NaiveTree.Leaf(l.GetProperty("salt").GetString()!, l.GetProperty("leaf").GetString()!))];
        Assert.Equal(NaiveTree.Root(leaves), root.GetProperty("root").GetString());
        Assert.DoesNotContain(FundsHost.Code(estate.Flat("2", 0)), after, StringComparison.Ordinal);
        Assert.DoesNotContain($"{estate.Flat("2", 0).UnitId}", after, StringComparison.Ordinal);

        decimal Sum(string kind, string part) => lines.Where(l => l.GetProperty("line").GetString() == kind)
            .Sum(l => decimal.Parse(l.GetProperty(part).GetString()!, CultureInfo.InvariantCulture));
    }

    [Fact, Trait("rule", "PRIV-11"), Trait("scenario", "002-9")]
    public async Task an_owner_proves_his_own_line_and_learns_no_other()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var pages = await estate.CloseAsync();
        var (mine, neighbours) = (estate.Flat("2", 1), estate.Flat("2", 2));
        var owner = await estate.OwnerOfAsync(mine);
        var url = $"/api/v1/snapshots/{pages["2"]}/proof?unitId=";
        var answer = (await owner.GetAsync(url + mine.UnitId)).Expect(HttpStatusCode.OK);

        var proof = answer.Json.GetProperty("proof");
        var leaf = proof.GetProperty("leaf").GetString()!;
        Assert.Contains("\"paid\":\"1613.70\",\"credit\":\"0.01\",\"paidInFull\":true", leaf, StringComparison.Ordinal);
        var page = JsonDocument.Parse(proof.GetProperty("page").GetProperty("text").GetString()!).RootElement;
        var root = page.GetProperty("lines");
        Assert.Equal(root.GetProperty("root").GetString(), NaiveTree.Climb(
            NaiveTree.Leaf(proof.GetProperty("salt").GetString()!, leaf), proof.GetProperty("index").GetInt32(),
            root.GetProperty("leaves").GetInt32(),
            [.. proof.GetProperty("path").EnumerateArray().Select(h => h.GetString()!)]));
        // The neighbour's line is a hash here, and all figures that it may have do not give that hash without its salt.
        var his = DisclosedEstate.Parse(await estate.LinesAsync(pages["2"]))[1..].Select(l => l.GetProperty("line"))
            .Where(l => l.GetProperty("leaf").GetString() != leaf).ToArray();
        Assert.All(his, line =>
        {
            Assert.DoesNotContain(line.GetProperty("salt").GetString()!, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(JsonDocument.Parse(line.GetProperty("leaf").GetString()!).RootElement
                .GetProperty("id").GetString()!, answer.Text, StringComparison.Ordinal);
        });

        (await owner.GetAsync(url + neighbours.UnitId)).ExpectProblem(HttpStatusCode.Forbidden,
            "disclosure.not_your_unit");
        (await owner.GetAsync(url + Guid.NewGuid())).ExpectProblem(HttpStatusCode.Forbidden,
            "disclosure.not_your_unit");
        (await owner.GetAsync($"/api/v1/snapshots/{pages["2"]}/lines"))
            .ExpectProblem(HttpStatusCode.Forbidden, "auth.wrong_role");
        // His flat stands on no page of another building.
        (await owner.GetAsync($"/api/v1/snapshots/{pages["1"]}/proof?unitId={mine.UnitId}"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "disclosure.withheld");
        Assert.Equal([$"line-proof.read|{FundsHost.Street}|{pages["2"]}|unit={mine.UnitId}"],
            await funds.Host.AuditOfAsync($"own-{estate.Opened.Estate}-{FundsHost.Code(mine)}"));
    }

    [Fact, Trait("rule", "PRIV-11")]
    public async Task another_office_finds_neither_proof_nor_lines_and_a_stranger_of_the_estate_none()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var page = (await estate.CloseAsync())["2"];
        var paths = new[] { "lines", $"proof?unitId={estate.Flat("2", 0).UnitId}" };
        foreach (var path in paths)
        {
            (await funds.Host.As("auditor", "110105001").GetAsync($"/api/v1/snapshots/{page}/{path}"))
                .ExpectProblem(HttpStatusCode.NotFound, "disclosure.snapshot_not_found");
            (await estate.Auditor.GetAsync($"/api/v1/snapshots/{Guid.NewGuid()}/{path}"))
                .ExpectProblem(HttpStatusCode.NotFound, "disclosure.snapshot_not_found");
            (await funds.Host.As("community-worker", FundsHost.Street).GetAsync($"/api/v1/snapshots/{page}/{path}"))
                .Expect(HttpStatusCode.Forbidden);
            (await funds.Host.Anonymous().GetAsync($"/api/v1/snapshots/{page}/{path}"))
                .Expect(HttpStatusCode.Unauthorized);
        }

        (await estate.Auditor.GetAsync($"/api/v1/snapshots/{page}/proof?unitId={estate.Flat("1", 0).UnitId}"))
            .ExpectProblem(HttpStatusCode.NotFound, "disclosure.unit_not_found");
        (await estate.Auditor.GetAsync($"/api/v1/snapshots/{page}/proof?unitId={Guid.Empty}"))
            .ExpectProblem(HttpStatusCode.NotFound, "disclosure.unit_not_found");
    }

    // The owner of one of two flats would know the other from the page's own totals, the owner of a building that is
    // withheld beside it would know both from the estate's.
    [Fact, Trait("rule", "PRIV-11")]
    public async Task the_page_of_a_withheld_building_goes_to_no_owner_and_into_no_chain()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var pages = await estate.CloseAsync();
        foreach (var building in (string[])["1", "3"])
        {
            var flat = estate.Flat(building, 0);
            var url = $"/api/v1/snapshots/{pages[building]}/proof?unitId={flat.UnitId}";
            Assert.Equal("PRIV-11", (await (await estate.OwnerOfAsync(flat)).GetAsync(url))
                .ExpectProblem(HttpStatusCode.UnprocessableEntity, "disclosure.withheld").Rule);
            (await estate.Auditor.GetAsync(url)).Expect(HttpStatusCode.OK);
            (await funds.Host.Anonymous().GetAsync($"{estate.Disclosure}/chain?building={building}"))
                .ExpectProblem(HttpStatusCode.UnprocessableEntity, "disclosure.withheld");
        }

        var shown = (await funds.Host.Anonymous().GetAsync(estate.Disclosure)).Json.GetProperty("buildings");
        Assert.All(shown.EnumerateArray(), b => Assert.Equal(b.GetProperty("building").GetString() == "2",
            b.TryGetProperty("root", out _)));
    }

    [Fact, Trait("rule", "RAISE-10"), Trait("scenario", "002-8")]
    public async Task a_correction_has_salts_of_its_own_and_the_chain_holds_both_pages()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var first = (await estate.CloseAsync())["2"];
        Assert.Equal(first, (await estate.CloseAsync())["2"]); // Once more gives the same page.
        var second = (await estate.CloseAsync("2", "更正一笔退款"))["2"];
        var (before, after) = (await SaltsAsync(first), await SaltsAsync(second));
        Assert.Equal(before.Count, after.Count);
        Assert.Empty(before.Intersect(after));

        var chain = DisclosedEstate.Parse(await estate.ChainAsync("2"));
        Assert.Equal(2, chain[0].GetProperty("chain").GetProperty("pages").GetInt32());
        Assert.Equal([first, second],
            chain[1..].Select(l => l.GetProperty("page").GetProperty("snapshotId").GetGuid()));
        Assert.Equal(chain[1].GetProperty("page").GetProperty("hash").GetString(),
            chain[2].GetProperty("page").GetProperty("previousHash").GetString());
        (await funds.Host.Anonymous().GetAsync($"{estate.Disclosure}/chain?building=9"))
            .ExpectProblem(HttpStatusCode.NotFound, "disclosure.building_not_found");

        async Task<List<string>> SaltsAsync(Guid page) => [.. DisclosedEstate.Parse(await estate.LinesAsync(page))[1..]
            .Select(l => l.GetProperty("line").GetProperty("salt").GetString()!)];
    }

    // As 0006 wrote them: neither root nor lines; they stay as they are and the chain goes on over them.
    [Fact, Trait("rule", "RAISE-10")]
    public async Task a_page_from_before_lines_were_kept_stays_valid()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var old = await funds.Host.QueryAsync<Guid>(
            $$"""
            with page as (select '{"building":"2","receivable":"11295.90","collected":"0.00","households":7,' ||
                '"householdsPaid":0,"thresholdReachedOn":null,"advanced":"0.00","repaid":"0.00","lifts":[],' ||
                '"spendings":[]}' as text)
            insert into snapshots (id, campaign_id, building, day, version, content, previous_hash, hash)
            select gen_random_uuid(), '{{estate.Opened.Campaign}}', '2', '2023-06-01', 1, text, '\x',
                sha256(convert_to(text, 'UTF8')) from page returning id
            """);
        foreach (var path in (string[])["lines", $"proof?unitId={estate.Flat("2", 0).UnitId}"])
            (await estate.Auditor.GetAsync($"/api/v1/snapshots/{old}/{path}"))
                .ExpectProblem(HttpStatusCode.Conflict, "disclosure.without_lines");
        var shown = (await funds.Host.Anonymous().GetAsync($"{estate.Disclosure}?building=2"))
            .Expect(HttpStatusCode.OK);
        Assert.False(shown.Json.GetProperty("buildings")[0].TryGetProperty("root", out _));

        var page = (await estate.CloseAsync())["2"];
        var chain = DisclosedEstate.Parse(await estate.ChainAsync("2"));
        Assert.Equal([old, page], chain[1..].Select(l => l.GetProperty("page").GetProperty("snapshotId").GetGuid()));
    }
}
