using CivicPlatform.Funds.Data;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Tests.MaintenanceFund;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Funds.Tests.Ledger;

/// <summary>Pending and posted: what the database holds, whoever writes.</summary>
public sealed class ReservationTests(FundsHost funds)
{
    [Fact]
    public async Task what_is_held_cannot_be_spent_or_held_twice()
    {
        var (fund, book, account) = await FundedAsync();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await RunAsync(ReservationSql.Reserve([Of(book, account, "4000.00", first)]));
        await RefusedAsync("23514", ReservationSql.Reserve([Of(book, account, "2000.01", second)]));
        await RunAsync(ReservationSql.Reserve([Of(book, account, "2000.00", second)]));
        await RefusedAsync("23514", Spend(book, account, "0.01"));

        await RunAsync(ReservationSql.End(second, ReservationOutcome.RELEASED));
        await RunAsync(Spend(book, account, "2000.00"));
        await RunAsync(
            ReservationSql.End(first, [(account, Money.FromYuan(3_500m))]), Spend(book, account, "3500.00", first));
        Assert.Equal(["500.00", "6000.00"], await fund.BalancesAsync());
        Assert.Equal(0m, await funds.Host.QueryAsync<decimal>(
            $"select held from ledger_accounts where id = '{account}'"));
    }

    [Fact]
    public async Task a_reservation_ends_once_and_never_by_more_than_it_holds()
    {
        var (_, book, account) = await FundedAsync();
        var source = Guid.CreateVersion7();
        await RunAsync(ReservationSql.Reserve([Of(book, account, "10.00", source)]));
        await RefusedAsync("23514", ReservationSql.End(source, [(account, Money.FromYuan(10.01m))]));
        Assert.Equal(1, await RunAsync(ReservationSql.End(source, ReservationOutcome.POSTED)));
        Assert.Equal(0, await RunAsync(ReservationSql.End(source, ReservationOutcome.RELEASED)));
        foreach (var sql in new[]
        {
            "update ledger_accounts set held = 0", "delete from ledger_reservations",
            "update ledger_reservation_ends set outcome = 'RELEASED', posted = 0", "delete from ledger_reversals",
            "insert into open_reservations select id, street_code, division_code, expires_on from ledger_reservations",
        })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(
                () => FundsHost.ExecuteAsync(funds.Host.Database.Worker, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task what_was_not_posted_by_its_last_day_is_free_again()
    {
        var (_, book, account) = await FundedAsync();
        var (over, runs) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var today = CivilTime.DayOf(DateTimeOffset.UtcNow.AddDays(1)); // The host's civil clock is a day ahead.
        await RunAsync(
            ReservationSql.Reserve([Of(book, account, "10.00", over) with { ExpiresOn = today.AddDays(-1) }]));
        await RunAsync(ReservationSql.Reserve([Of(book, account, "20.00", runs) with { ExpiresOn = today }]));

        await Eventually.Async(async () => Assert.Equal(20m, await funds.Host.QueryAsync<decimal>(
            $"select held from ledger_accounts where id = '{account}'")), TimeSpan.FromSeconds(60));
        Assert.Equal("EXPIRED", await funds.Host.QueryAsync<string>(
            "select e.outcome from ledger_reservation_ends e join ledger_reservations r on r.id = e.reservation_id " +
            $"where r.source_id = '{over}'"));
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task a_reversal_that_is_no_mirror_cannot_be_written()
    {
        var (_, book, account) = await FundedAsync();
        var (spent, other) = (Transfer(book, account, "5.00"), Transfer(book, account, "6.00"));
        await RunAsync(LedgerSql.Insert([spent]), LedgerSql.Insert([other]));
        await RefusedAsync("23514", Reversal(other, spent)); // Same direction, another amount.
        var mirror = spent.Mirror("REVERSAL", Guid.CreateVersion7());
        await RunAsync(LedgerSql.Insert([mirror]), Reversal(mirror, spent));
        var again = spent.Mirror("REVERSAL", Guid.CreateVersion7());
        await RefusedAsync("23505", LedgerSql.Insert([again]), Reversal(again, spent));
        var back = mirror.Mirror("REVERSAL", Guid.CreateVersion7());
        await RefusedAsync("23514", LedgerSql.Insert([back]), Reversal(back, mirror)); // None of a reversal.
    }

    private static NpgsqlBatchCommand Reversal(Transfer written, Transfer reversed) => Sql.Command(
        "insert into ledger_reversals (transfer_id, reversed_id, street_code, division_code) values ($1, $2, $3, $4)",
        written.Id, reversed.Id, written.Book.StreetCode, written.Book.DivisionCode);

    private static Reservation Of(Book book, Guid account, string amount, Guid source) => new(book, account,
        Yuan(amount), "WORKS", source, new DateOnly(2099, 12, 31));

    private static Transfer Transfer(Book book, Guid account, string amount, Guid? source = null) => new(book, account,
        LedgerAccount.IdOf(book.Id, LedgerKind.CONTRACTOR_PAYABLE), Yuan(amount), "SETTLEMENT",
        source ?? Guid.CreateVersion7(), DateTimeOffset.UtcNow);

    private static NpgsqlBatchCommand Spend(Book book, Guid account, string amount, Guid? source = null) =>
        LedgerSql.Insert([Transfer(book, account, amount, source)]);

    private static Money Yuan(string text) =>
        Money.TryParse(text, out var money) ? money : throw new ArgumentException(text);

    private async Task<(FundClient Fund, Book Book, Guid Account)> FundedAsync()
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(1, 2));
        await fund.DepositAllAsync("6000.00");
        var book = new Book(fund.Account, FundsHost.Street, FundsHost.Community);
        return (fund, book, LedgerAccount.OfUnit(book.Id, LedgerKind.UNIT_BALANCE, fund.Units[0].UnitId));
    }

    private async Task<int> RunAsync(params NpgsqlBatchCommand[] commands)
    {
        await using var connection = new NpgsqlConnection(funds.Host.Database.Worker);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        return await batch.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task RefusedAsync(string state, params NpgsqlBatchCommand[] commands) =>
        Assert.Equal(state, (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(commands))).SqlState);
}
