using System.Globalization;
using System.Net;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.CostAgreements;

/// <summary>The money of the lift.</summary>
internal sealed partial class LiftOffice
{
    public Guid Account { get; private set; }

    /// <summary>A dedicated account for this lift.</summary>
    public async Task<Guid> OpenAccountAsync() => Account = (await Manager.PostAsync("/api/v1/accounts", new
    {
        estateId = Estate, name = "加装电梯专户", bankName = "某银行",
        accountNumber = Random.Shared.NextInt64(1_000_000_000_000, 9_999_999_999_999)
            .ToString(CultureInfo.InvariantCulture),
    })).Expect(HttpStatusCode.Created).Id;

    /// <summary>The owners' decision on the lift of this doorway took effect; changed as given.</summary>
    public async Task<Guid> DecideAsync(Func<DecisionEffective, DecisionEffective>? change = null)
    {
        var decision = new DecisionEffective
        {
            AggregateId = Guid.CreateVersion7(), AggregateVersion = 4, OccurredAt = _bornAt, StreetCode = _street,
            DecisionId = Guid.CreateVersion7(), EstateId = Estate, MatterCode = "M7", Scope = "BUILDING",
            Building = "16", EffectiveOn = Today,
        };
        decision = change?.Invoke(decision) ?? decision;
        await funds.Host.PublishAsync(decision);
        await Eventually.Async(async () => Assert.Equal(1L, await funds.Host.QueryAsync<long>(
            $"select count(*) from decisions where decision_id = '{decision.DecisionId}'")));
        return decision.DecisionId;
    }

    public Task<Answer> CollectAsync(Guid agreement, Guid decision) =>
        PostAsync(agreement, "collection", new { accountId = Account, decisionId = decision });

    /// <summary>The terms are signed by all and collected: agreement and campaign.</summary>
    public async Task<(Guid Agreement, Guid Campaign)> CollectingAsync(object terms)
    {
        var agreement = await ConcludedAsync(terms);
        await OpenAccountAsync();
        var campaign = await CollectAsync(agreement, await DecideAsync());
        return (agreement, campaign.Expect(HttpStatusCode.Created).Id);
    }

    public Task<Answer> PayAsync(string room, string amount, string? serial = null, string memo = "加装电梯") =>
        Manager.PostAsync($"/api/v1/accounts/{Account}/bank-lines", new
        {
            bankSerial = serial ?? Serial(), bookedAt = "2026-10-12 09:13:00", amount, counterparty = "业主",
            memo = $"16-1-{room} {memo}",
        });

    /// <summary>Every payer of R-12, or those given, pays what it signed.</summary>
    public async Task PayAllAsync(Guid agreement, params string[] but)
    {
        var pays = await FiguresAsync(agreement, "pays");
        foreach (var (unit, amount) in Units.Zip(pays).Where(p => p.Second != "0.00" && !but.Contains(p.First.Room)))
            Assert.Equal("MATCHED", (await PayAsync(unit.Room, amount)).Expect(HttpStatusCode.Created)["outcome"]);
    }

    public Task<Answer> JoinAsync(Guid agreement, string room, string amount, string? serial = null, string? key = null)
        => PostAsync(agreement, "late-joiners", new
        {
            unitId = Units.Single(u => u.Room == room).UnitId, amount, bankSerial = serial ?? Serial(),
            bookedAt = "2026-11-02 09:15:00",
        }, key);

    /// <summary>Credit − debit of one kind of ledger account; the book balances whenever somebody looks.</summary>
    public async Task<string> BalanceAsync(string kind)
    {
        await funds.AssertBalancedAsync(Account, Manager);
        return await funds.Host.QueryAsync<string>(
            $"select coalesce(sum(abs(credits - debits)), 0)::numeric(18, 2)::text from ledger_accounts " +
            $"where book_id = '{Account}' and kind = '{kind}'");
    }

    /// <summary>A column of the campaign's bills by room.</summary>
    public Task<string> BillsAsync(Guid campaign, string column) => funds.Host.QueryAsync<string>(
        $"select string_agg(room || ' ' || {column}, ', ' order by room) from bills where campaign_id = '{campaign}'");
}
