using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Funds.Tests.CostAgreements;

/// <summary>Versions of a cost agreement, and who signs which (RAISE-20, RAISE-22, RAISE-23; 003-8).</summary>
public sealed class AgreementTests(FundsHost funds)
{
    private static readonly string[] s_all =
        ["14000.00", "14000.00", "28000.00", "28000.00", "42000.00", "42000.00", "56000.00", "56000.00", "70000.00",
         "70000.00"];

    private static readonly string[] s_afterDropping =
        ["0.00", "0.00", "0.00", "30000.00", "45000.00", "45000.00", "60000.00", "60000.00", "75000.00", "105000.00"];

    [Fact, Trait("rule", "RAISE-22"), Trait("story", "003-8")]
    public async Task r_12_is_split_again_as_a_second_version_that_all_sign()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var agreement = await office.DraftedAsync(office.Terms());
        Assert.Equal(s_all, await office.FiguresAsync(agreement, "pays"));

        // Three drop out: nobody has taken over their 56,000.00 yet, so nobody signs.
        var open = (await office.ReviseAsync(agreement, office.Terms(["201", "202", "301"], null, ("resplit", false))))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("2", "56000.00", "420000.00"), (open["number"], open["gap"], open["netCost"]));
        (await office.SignAsync(agreement, office.Flat("602")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_agreements.not_covered", "RAISE-23");
        (await office.ReviseAsync(agreement, office.Dropped(("resplit", false)))).Expect(HttpStatusCode.Created);
        Assert.Equal("26000.00", (await office.ReadAsync(agreement))["gap"]);
        (await office.ConcludeAsync(agreement))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_agreements.not_covered", "RAISE-23");

        var whole = (await office.ReviseAsync(agreement, office.Dropped())).Expect(HttpStatusCode.Created);
        Assert.Equal(("4", "0.00", "420000.00"), (whole["number"], whole["gap"], whole["netCost"]));
        Assert.Equal(s_afterDropping, await office.FiguresAsync(agreement, "pays"));
        Assert.Equal(s_all, await office.FiguresAsync(agreement, "share")); // The price of joining later.
        Assert.Equal(s_all, await office.FiguresAsync(agreement, "pays", version: 1));
        await office.SignAllAsync(agreement);

        var concluded = (await office.ConcludeAsync(agreement)).Expect(HttpStatusCode.OK);
        Assert.Equal(("CONCLUDED", $"{office.Today:yyyy-MM-dd}"), (concluded["status"], concluded["concludedOn"]));
        var told = await funds.Host.QueryAsync<string>(
            $"select payload::text from test_told where payload->>'aggregateId' = '{agreement}'");
        Assert.Contains("\"netCost\": 420000", told, StringComparison.Ordinal);
        Assert.Contains("\"payers\": 7", told, StringComparison.Ordinal);
        (await office.ReviseAsync(agreement, office.Terms()))
            .ExpectProblem(HttpStatusCode.Conflict, "cost_agreements.concluded");
        (await office.ConcludeAsync(agreement)).ExpectProblem(HttpStatusCode.Conflict, "cost_agreements.concluded");
    }

    [Fact, Trait("rule", "RAISE-23")]
    public async Task a_signature_is_bound_to_the_text_it_stands_under_and_does_not_carry_over()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var agreement = await office.DraftedAsync(office.Terms());
        var first = (await office.ReadAsync(agreement))["versionHash"];
        await office.SignAllAsync(agreement);
        (await office.ReviseAsync(agreement, office.Dropped())).Expect(HttpStatusCode.Created);

        (await office.ConcludeAsync(agreement, first))
            .ExpectProblem(HttpStatusCode.Conflict, "cost_agreements.other_version", "RAISE-23");
        (await office.SignAsync(agreement, office.Flat("602"), first))
            .ExpectProblem(HttpStatusCode.Conflict, "cost_agreements.other_version", "RAISE-23");
        var refused = (await office.ConcludeAsync(agreement))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_agreements.unsigned", "RAISE-23");
        Assert.Equal("出资户 7 户，已签 0 户；不出资不使用 3 户，已签 0 户。", refused["detail"]);

        // The same terms again are another text: what somebody signed of the first counts for nothing.
        (await office.ReviseAsync(agreement, office.Terms())).Expect(HttpStatusCode.Created);
        Assert.NotEqual(first, (await office.ReadAsync(agreement))["versionHash"]);
        var signatures = (await office.Manager.GetAsync($"/api/v1/cost-agreements/{agreement}/signatures?limit=200"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(10, signatures.Length);
        Assert.All(signatures, s => Assert.Equal(first, s.GetProperty("versionHash").GetString()));
        var versions = (await office.Manager.GetAsync($"/api/v1/cost-agreements/{agreement}/versions"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal([10, 0, 0], versions.Select(v => v.GetProperty("signatures").GetInt32()));
    }

    [Fact, Trait("rule", "RAISE-23")]
    public async Task anybody_who_has_the_figures_counts_the_hash_again()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var agreement = await office.DraftedAsync(office.Dropped(("method", "FLOOR_TABLE"), ("timesArea", true),
            ("table", new Dictionary<string, string>
            {
                ["2"] = "1", ["3"] = "2", ["6"] = "5", ["5"] = "4", ["4"] = "3",
            })));
        var path = $"/api/v1/cost-agreements/{agreement}";
        var version = (await office.Manager.GetAsync($"{path}/versions")).Json.GetProperty("items")[0];
        var costs = version.GetProperty("costs");
        string[] heads =
            ["works", "pipeRelocation", "design", "supervision", "compensation", "subsidy", "grants"];
        var text = $"cost-agreement|{agreement:N}|1\n" +
            $"{string.Join('|', heads.Select(head => costs.GetProperty(head).GetString()))}|420000.00\n" +
            "FLOOR_TABLE|True|True|CREDIT_PAYERS\n2=1\n3=2\n4=3\n5=4\n6=5\n";
        foreach (var line in (await office.Manager.GetAsync($"{path}/households?limit=200")).Json
            .GetProperty("items").EnumerateArray())
        {
            string Of(string name) => line.GetProperty(name).ToString();
            text += $"{line.GetProperty("unitId").GetGuid():N}|{Of("building")}-{Of("entrance")}-{Of("room")}|" +
                $"{Of("floor")}|{Of("area")}|{Of("weight")}|{Of("participation")}|{Of("extra")}|{Of("share")}|" +
                $"{Of("pays")}\n";
        }
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            (await office.ReadAsync(agreement))["versionHash"]);
    }

    [Fact, Trait("rule", "RAISE-23")]
    public async Task who_does_not_pay_signs_his_consent_and_who_opposes_signs_nothing()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var terms = office.Dropped();
        terms["households"] = office.Units.Select(u => new
        {
            unitId = u.UnitId,
            participation = u.Room switch { "201" => "OPPOSED", "202" or "301" => "NO_PAY_NO_USE", _ => "PAY" },
            extra = u.Room == "602" ? "30000.00" : "0.00",
        });
        var agreement = await office.DraftedAsync(terms);
        Assert.Equal(s_afterDropping, await office.FiguresAsync(agreement, "pays"));

        (await office.SignAsync(agreement, office.Flat("201")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_agreements.opposed_signs_nothing", "RAISE-23");
        foreach (var unit in office.Units.Where(u => u.Room is not "201" and not "301"))
        {
            var signed = (await office.SignAsync(agreement, unit)).Expect(HttpStatusCode.Created);
            Assert.Equal(unit.Room == "202" ? "CONSENT" : "PAYMENT", signed["kind"]);
        }
        (await office.ConcludeAsync(agreement))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_agreements.unsigned", "RAISE-23");
        (await office.SignAsync(agreement, office.Flat("301"))).Expect(HttpStatusCode.Created);
        (await office.ConcludeAsync(agreement)).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "RAISE-23")]
    public async Task only_a_holder_signs_once_and_on_a_day_that_was()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var agreement = await office.DraftedAsync(office.Terms());
        var unit = office.Flat("402");
        (await office.SignAsync(agreement, unit, signer: "P301")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "cost_agreements.signer_is_no_holder", "RAISE-23");
        (await office.SignAsync(agreement, office.Outside)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "cost_agreements.unit_outside");
        foreach (var day in (int[])[-1, 2])
        {
            (await office.SignAsync(agreement, unit, on: office.Today.AddDays(day))).ExpectProblem(
                HttpStatusCode.UnprocessableEntity, "cost_agreements.signed_on_wrong_day");
        }
        (await office.SignAsync(agreement, unit, hash: "abc")).ExpectProblem(
            HttpStatusCode.BadRequest, "request.invalid");

        var (key, hash) = ("sign-402", (await office.ReadAsync(agreement))["versionHash"]);
        var first = (await office.SignAsync(agreement, unit, hash, key: key)).Expect(HttpStatusCode.Created);
        Assert.Equal(first.Text, (await office.SignAsync(agreement, unit, hash, key: key)).Text);
        (await office.SignAsync(agreement, unit)).ExpectProblem(
            HttpStatusCode.Conflict, "cost_agreements.already_signed", "RAISE-23");
    }

    [Fact, Trait("rule", "RAISE-20")]
    public async Task all_heads_count_and_a_table_times_area_weighs_the_households()
    {
        var office = await LiftOffice.OpenAsync(funds);
        // T-A: floors 1 and 2 pay nothing.
        var agreement = await office.DraftedAsync(office.Terms(null, null,
            ("costs", new
            {
                works = "300000.00", pipeRelocation = "30000.00", design = "10000.00", supervision = "5000.00",
                compensation = "15000.00", subsidy = "20000.00", grants = "0.01",
            }),
            ("method", "FLOOR_TABLE"), ("timesArea", true),
            ("table", new Dictionary<string, string> { ["3"] = "0.7", ["4"] = "0.8", ["5"] = "0.9", ["6"] = "1.0" })));

        Assert.Equal("339999.99", (await office.ReadAsync(agreement))["netCost"]);
        // 0.7 / 6.8 of 339,999.99 is 34,999.99897…, and so on; what the fen lack goes to the largest remainders.
        Assert.Equal(["0.00", "0.00", "35000.00", "35000.00", "40000.00", "40000.00", "45000.00", "45000.00",
            "50000.00", "49999.99"], await office.FiguresAsync(agreement, "pays"));
        Assert.Equal("6300", (await office.FiguresAsync(agreement, "weight"))[2]);
    }

    [Fact, Trait("rule", "RAISE-20")]
    public async Task what_is_not_the_whole_doorway_or_leaves_nothing_to_share_is_refused()
    {
        var office = await LiftOffice.OpenAsync(funds);
        object[] all = [.. office.Units.Select(u => new { unitId = u.UnitId, participation = "PAY" })];
        var outside = new { unitId = office.Outside.UnitId, participation = "PAY" };
        foreach (var households in (object[][])[all[1..], [.. all, outside], [.. all[1..], outside]])
        {
            (await office.DraftAsync(office.Terms(null, null, ("households", households)))).ExpectProblem(
                HttpStatusCode.UnprocessableEntity, "cost_agreements.households_differ", "RAISE-20");
        }
        object free = new { works = "1.00", subsidy = "0.00", grants = "1.00" };
        (await office.DraftAsync(office.Terms(null, null, ("costs", free))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_agreements.nothing_to_share", "RAISE-20");
        (await office.DraftAsync(office.Terms([.. office.Units.Select(u => u.Room)])))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_shares.no_payer", "RAISE-23");
        (await office.DraftAsync(office.Terms(["201"], ("602", "14000.01"))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_shares.extra_beyond_shortfall", "RAISE-23");
        foreach (var bad in ((string, object?)[])[("households", (object[])[all[0], .. all]), ("method", "WHIM"),
            ("method", "FLOOR_TABLE"), ("costs", new { works = "-1.00" }), ("households", Array.Empty<object>())])
        {
            (await office.DraftAsync(office.Terms(null, null, bad)))
                .ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        }
    }

    [Fact, Trait("rule", "PRIV-11")]
    public async Task an_owner_sees_his_own_line_and_another_office_sees_nothing()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var agreement = await office.DraftedAsync(office.Terms());
        var path = $"/api/v1/cost-agreements/{agreement}";
        var owner = office.As("owner", "s-402");
        Assert.Empty((await owner.GetAsync($"{path}/households")).Expect(HttpStatusCode.OK).Json
            .GetProperty("items").EnumerateArray());
        await FundsHost.ExecuteAsync(funds.Host.Database.Superuser,
            $"insert into owner_accounts (estate_id, subject, owner_ref, street_code) " +
            $"select estate_id, 's-402', 'P402', street_code from estates where estate_id = '{office.Estate}'");
        var own = Assert.Single((await owner.GetAsync($"{path}/households")).Expect(HttpStatusCode.OK).Json
            .GetProperty("items").EnumerateArray());
        Assert.Equal(("402", "42000.00"), (own.GetProperty("room").GetString(), own.GetProperty("pays").GetString()));
        (await owner.GetAsync(path)).Expect(HttpStatusCode.Forbidden);

        var stranger = funds.Host.As("fund-manager", "310107001");
        foreach (var part in (string[])["", "/versions", "/households", "/signatures"])
        {
            (await stranger.GetAsync(path + part)).ExpectProblem(
                HttpStatusCode.NotFound, "cost_agreements.not_found");
        }
        (await stranger.PostAsync($"{path}/conclude", new { versionHash = new string('a', 64) }))
            .ExpectProblem(HttpStatusCode.NotFound, "cost_agreements.not_found");
        Assert.DoesNotContain($"{agreement}", (await stranger.GetAsync("/api/v1/cost-agreements")).Text);
        Assert.Contains($"{agreement}", (await office.Manager.GetAsync("/api/v1/cost-agreements")).Text);
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task versions_and_signatures_stand_also_against_the_owner_of_the_database()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var agreement = await office.DraftedAsync(office.Terms());
        await office.SignAllAsync(agreement);
        foreach (var table in (string[])["cost_versions", "cost_lines", "cost_signatures"])
        {
            foreach (var change in (string[])[$"delete from {table}", $"update {table} set street_code = '1'"])
            {
                await Assert.ThrowsAsync<Npgsql.PostgresException>(
                    () => FundsHost.ExecuteAsync(funds.Host.Database.Owner, change));
            }
        }
    }
}
