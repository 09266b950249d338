using System.Net;
using System.Text.Json;
using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Notifications.Tests.Notices;

public sealed class NoticeFlowTests(NotificationsFixture fixture) : IClassFixture<NotificationsFixture>
{
    private static readonly DateTimeOffset At = new(2023, 6, 21, 21, 50, 0, TimeSpan.Zero);
    private readonly string _street = NotificationsFixture.NewStreet();
    private readonly Guid _estate = Guid.NewGuid(), _campaign = Guid.NewGuid(), _case = Guid.NewGuid();

    [Fact]
    public async Task a_case_is_told_to_its_street_office_by_number_and_never_by_person()
    {
        var notice = await TellAsync(new CaseRegistered
        {
            AggregateId = _case, AggregateVersion = 1, OccurredAt = At, StreetCode = _street, CaseId = _case,
            Number = "2026-110114009-000123", DivisionCode = _street + "001", Channel = "HOTLINE_12345",
            MatterCode = "LIFT",
        });

        Assert.Equal("新诉求工单 2026-110114009-000123", notice.GetProperty("title").GetString());
        Assert.Contains("来源：12345 热线", notice.GetProperty("body").GetString());
        Assert.Equal(_street + "001", notice.GetProperty("divisionCode").GetString());
        Assert.Equal(_case, notice.GetProperty("caseId").GetGuid());
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task a_tally_is_told_with_its_fractions_and_that_nothing_starts_on_it()
    {
        await LearnEstateAsync();
        var notice = await TellAsync(new MotionTallied
        {
            AggregateId = Guid.NewGuid(), AggregateVersion = 3, OccurredAt = At, StreetCode = _street,
            EstateId = _estate, MatterCode = "M6", Outcome = "PASSED", TotalArea = 95965.94m, TotalHeads = 1052,
            ParticipatingArea = 75356.05m, ParticipatingHeads = 834, ForArea = 66909.19m, ForHeads = 740,
        });

        Assert.Equal("润丰花园业主共同决定计票结果：通过", notice.GetProperty("title").GetString());
        var body = notice.GetProperty("body").GetString();
        Assert.Contains("75,356.05 平方米（共 95,965.94 平方米，占 78.5%），834 人（共 1052 人，占 79.3%）", body);
        Assert.Contains("66,909.19 平方米（占参与 88.8%），740 人（占参与 88.7%）", body);
        Assert.Contains("决定生效之前不得筹款、用款或者开工", body);
    }

    [Fact]
    public async Task an_effective_decision_is_told_with_its_day()
    {
        await LearnEstateAsync();
        var notice = await TellAsync(new DecisionEffective
        {
            AggregateId = Guid.NewGuid(), AggregateVersion = 5, OccurredAt = At, StreetCode = _street,
            DecisionId = Guid.NewGuid(), EstateId = _estate, MatterCode = "M6", Scope = "AREA",
            EffectiveOn = new DateOnly(2023, 6, 10),
        });

        Assert.Equal("润丰花园业主共同决定已生效", notice.GetProperty("title").GetString());
        Assert.Contains("生效日期：2023年6月10日", notice.GetProperty("body").GetString());
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task a_building_at_half_is_told_with_its_figures()
    {
        await LearnEstateAsync();
        await LearnBuildingAsync("4", households: 180);
        var notice = await TellAsync(Threshold("4"));

        Assert.Equal("润丰花园4号楼自筹资金已达启动线", notice.GetProperty("title").GetString());
        Assert.Contains("2023年6月22日 05:50 入账后，4号楼应收 290,466.00 元，已收 145,233.00 元，收缴率 50.0%",
            notice.GetProperty("body").GetString());
    }

    [Fact, Trait("rule", "PRIV-11")]
    public async Task a_building_of_four_households_is_told_without_figures()
    {
        await LearnBuildingAsync("9", households: 4);
        var reached = await TellAsync(Threshold("9"));
        Assert.DoesNotContain("145,233.00", reached.GetProperty("body").GetString());

        var page = await TellAsync(Snapshot("9", households: 4, paid: 3));
        Assert.DoesNotContain("145,233.00", page.GetProperty("body").GetString());
        Assert.DoesNotContain("3 户", page.GetProperty("body").GetString());
    }

    [Fact, Trait("rule", "RAISE-10")]
    public async Task a_daily_page_is_told_and_a_correction_says_that_it_is_one()
    {
        await LearnEstateAsync();
        await LearnBuildingAsync("4", households: 180);
        var notice = await TellAsync(Snapshot("4", households: 180, paid: 90) with { Version = 2 });

        Assert.Equal("润丰花园4号楼自筹资金公示（2023年7月15日）（更正第 2 版）", notice.GetProperty("title").GetString());
        Assert.Contains("已缴清 90 户，共 180 户，占 50.0%", notice.GetProperty("body").GetString());
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task a_fall_below_half_is_told_as_a_warning()
    {
        await LearnBuildingAsync("4", households: 180);
        var notice = await TellAsync(new CollectionFellBelowThreshold
        {
            AggregateId = _campaign, AggregateVersion = 9, OccurredAt = At, StreetCode = _street, EstateId = _estate,
            Building = "4", Collected = 143_619.30m, Receivable = 290_466.00m,
        });

        Assert.StartsWith("提醒：", notice.GetProperty("title").GetString());
        Assert.Contains("收缴率 49.4%", notice.GetProperty("body").GetString());
        Assert.Contains("已经开始的工程不停工", notice.GetProperty("body").GetString());
    }

    [Fact, Trait("rule", "RAISE-09"), Trait("scenario", "002-13")]
    public async Task a_reminder_is_told_by_number_and_a_small_one_by_none()
    {
        await LearnEstateAsync();
        var due = new ReminderDue
        {
            AggregateId = _campaign, AggregateVersion = 11, OccurredAt = At, StreetCode = _street, EstateId = _estate,
            Level = 2, Step = "MESSAGE", Households = 126,
        };
        var notice = await TellAsync(due);
        Assert.Equal("润丰花园自筹资金催缴：第 2 次私信提醒", notice.GetProperty("title").GetString());
        Assert.StartsWith("126 户尚未缴清", notice.GetProperty("body").GetString());

        var few = await TellAsync(due with { EventId = Guid.CreateVersion7(), Step = "VISIT", Households = 4 });
        Assert.Equal("润丰花园自筹资金催缴：社区走访", few.GetProperty("title").GetString());
        Assert.StartsWith("少数住户尚未缴清", few.GetProperty("body").GetString());
    }

    [Fact]
    public async Task an_older_name_of_an_estate_does_not_replace_a_newer_one()
    {
        await LearnEstateAsync(version: 3);
        await fixture.Host.PublishAsync(Estate("旧名", version: 2));
        var notice = await TellAsync(new DecisionEffective
        {
            AggregateId = Guid.NewGuid(), AggregateVersion = 5, OccurredAt = At, StreetCode = _street,
            DecisionId = Guid.NewGuid(), EstateId = _estate, MatterCode = "M6", Scope = "AREA",
            EffectiveOn = new DateOnly(2023, 6, 10),
        });
        Assert.StartsWith("润丰花园", notice.GetProperty("title").GetString());
    }

    [Fact]
    public async Task notices_are_paged_newest_first_and_hidden_from_other_offices()
    {
        for (var i = 0; i < 5; i++) await TellAsync(Snapshot($"{i}", households: 10, paid: i));
        var clerk = fixture.Clerk(_street);

        var first = await clerk.GetAsync("/api/v1/notices?eventType=SnapshotClosed&limit=3");
        var second = await clerk.GetAsync($"/api/v1/notices?eventType=SnapshotClosed&limit=3&after={first["next"]}");

        var ids = Items(first).Concat(Items(second)).Select(i => i.GetProperty("id").GetGuid()).ToList();
        Assert.Equal((3, 2, 5), (Items(first).Count, Items(second).Count, ids.Distinct().Count()));
        Assert.False(second.Json.TryGetProperty("next", out _));
        Assert.Empty(Items(await fixture.Clerk(NotificationsFixture.NewStreet()).GetAsync("/api/v1/notices")));
        (await clerk.GetAsync("/api/v1/notices?limit=0")).ExpectProblem(
            HttpStatusCode.BadRequest, "request.limit_out_of_range");
        (await clerk.GetAsync("/api/v1/notices?after=x")).ExpectProblem(
            HttpStatusCode.BadRequest, "request.cursor_malformed");
    }

    private async Task<JsonElement> TellAsync(IIntegrationEvent told)
    {
        await fixture.Host.PublishAsync(told);
        JsonElement notice = default;
        await Eventually.Async(async () => notice = Items(await fixture.Clerk(_street).GetAsync("/api/v1/notices"))
            .Single(n => n.GetProperty("eventId").GetGuid() == told.EventId));
        return notice;
    }

    private static List<JsonElement> Items(Answer list) => [.. list.Json.GetProperty("items").EnumerateArray()];

    private async Task LearnEstateAsync(long version = 1)
    {
        await fixture.Host.PublishAsync(Estate("润丰花园", version));
        await Eventually.Async(async () => Assert.Equal("润丰花园", await fixture.Host.QueryAsync<string>(
            $"select name from estates where id = '{_estate}'")));
    }

    private async Task LearnBuildingAsync(string building, int households)
    {
        await fixture.Host.PublishAsync(new BillsIssued
        {
            AggregateId = _campaign, AggregateVersion = 1, OccurredAt = At, StreetCode = _street, EstateId = _estate,
            Building = building, Households = households, Receivable = 290_466.00m,
        });
        await Eventually.Async(async () => Assert.Equal(households, await fixture.Host.QueryAsync<int>(
            $"select households from billed_buildings where campaign_id = '{_campaign}' and building = '{building}'")));
    }

    private EstateRegistered Estate(string name, long version) => new()
    {
        AggregateId = _estate, AggregateVersion = version, OccurredAt = At, StreetCode = _street,
        DivisionCode = _street + "001", Name = name, Units = 1080, Area = 95965.94m,
    };

    private CampaignThresholdReached Threshold(string building) => new()
    {
        AggregateId = _campaign, AggregateVersion = 7, OccurredAt = At, StreetCode = _street, EstateId = _estate,
        Building = building, Collected = 145_233.00m, Receivable = 290_466.00m, BankSerial = "B20230000564",
        BookedAt = At,
    };

    private SnapshotClosed Snapshot(string building, int households, int paid) => new()
    {
        AggregateId = _campaign, AggregateVersion = 8, OccurredAt = At, StreetCode = _street, EstateId = _estate,
        Building = building, Day = new DateOnly(2023, 7, 15), Version = 1, Receivable = 290_466.00m,
        Collected = 145_233.00m, Households = households, HouseholdsPaid = paid,
    };
}
