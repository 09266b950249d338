using System.Net;
using System.Text.Json;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CivicPlatform.Funds.Tests.Ledger;

/// <summary>The books as others read them: journal, past balances, statements of accounts.</summary>
public sealed class JournalTests(FundsHost funds)
{
    [Fact, Trait("rule", "FUND-27")]
    public async Task hledger_counts_every_balance_again_and_finds_one_changed_fen()
    {
        var opened = await BusyAsync();
        var answer = (await funds.Manager.GetAsync($"/api/v1/accounts/{opened.Account}/journal"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("text/plain", answer.MediaType);

        var (code, said) = await Hledger.RunAsync(answer.Text, "check", "--strict");
        Assert.True(code == 0, said);
        var (_, bank) = await Hledger.RunAsync(answer.Text, "balance", "资产:银行存款", "-N", "--format", "%(total)");
        Assert.Equal("3217.41 CNY", bank.Trim());
        var (_, sheet) = await Hledger.RunAsync(answer.Text, "balancesheet");
        Assert.Contains("3217.41 CNY", sheet, StringComparison.Ordinal);
        var (_, sum) = await Hledger.RunAsync(answer.Text, "balance", "--format", "%(total)");
        Assert.Equal("0", sum.Trim().Split('\n')[^1].Trim());

        var changed = answer.Text.Replace("  1613.70 CNY", "  1613.71 CNY", StringComparison.Ordinal)
            .Replace("  -1613.70 CNY", "  -1613.71 CNY", StringComparison.Ordinal);
        Assert.NotEqual(answer.Text, changed);
        Assert.NotEqual(0, (await Hledger.RunAsync(changed, "check")).Code);
        Assert.DoesNotContain("业主甲", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task every_night_a_book_becomes_a_file_that_is_not_written_again()
    {
        var opened = await BusyAsync();
        var folder = Directory.CreateTempSubdirectory("civic-journals-");
        try
        {
            var tomorrow = new Tomorrow();
            var root = Path.Combine(folder.FullName, "journals");
            var path = Path.Combine(root, $"{opened.Account}",
                $"{CivilTime.DayOf(TimeProvider.System.GetUtcNow()):yyyy-MM-dd}.journal");
            await RunAsync(root, tomorrow, path);
            foreach (var made in (string[])[root, Path.GetDirectoryName(path)!, path]) AssertPrivate(made);
            var written = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(0, (await Hledger.RunAsync(written, "check")).Code);
            Assert.Contains("资产:银行存款  0.00 CNY = 3217.41 CNY", written, StringComparison.Ordinal);

            await File.WriteAllTextAsync(path, "kept", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(path + ".new", "half", TestContext.Current.CancellationToken);
            var other = await funds.OpenAsync(FundsHost.Flats(1, 2));
            await RunAsync(root, tomorrow,
                path.Replace($"{opened.Account}", $"{other.Account}", StringComparison.Ordinal));
            Assert.Equal("kept", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertPrivate(string path)
    {
        const UnixFileMode others = (UnixFileMode)0b111_111;
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
    }

    /// <summary>Runs the loop, as a service would, until that file is there.</summary>
    private async Task RunAsync(string folder, TimeProvider clock, string path)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Journals:Folder", folder)]).Build();
        await using var worker = NpgsqlDataSource.Create(funds.Host.Database.Worker);
        using var journals = new NightlyJournals(configuration, worker, clock, NullLogger<NightlyJournals>.Instance);
        await journals.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Async(() =>
        {
            journals.Poke(); // The lease of the loop before runs on for seconds.
            Assert.True(File.Exists(path));
            return Task.CompletedTask;
        }, TimeSpan.FromSeconds(60));
        await journals.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Tomorrow : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(1);
    }

    [Fact]
    public async Task balances_of_a_past_instant_count_what_was_booked_or_recorded_until_then()
    {
        var before = DateTimeOffset.UtcNow.AddMinutes(-5);
        var opened = await BusyAsync();
        await AssertBankAsync("2023-06-12T09:12:59+08:00", "BOOKED", "0.00");
        await AssertBankAsync("2023-06-12T09:13:00+08:00", "BOOKED", "3217.41"); // The instant itself counts.
        await AssertBankAsync($"{before:O}", "RECORDED", "0.00");
        await AssertBankAsync("2199-01-01T00:00:00Z", "RECORDED", "3217.41");

        async Task AssertBankAsync(string at, string by, string balance)
        {
            var answer = await funds.Manager.GetAsync(
                $"/api/v1/accounts/{opened.Account}/balances?at={Uri.EscapeDataString(at)}&by={by}");
            Assert.Equal("0.00", answer.Expect(HttpStatusCode.OK)["difference"]);
            var bank = answer.Json.GetProperty("accounts").EnumerateArray().Single(a => Text(a, "kind") == "BANK");
            Assert.Equal(balance, Text(bank, "balance"));
        }
    }

    [Fact]
    public async Task a_statement_runs_on_over_its_pages_to_the_balance()
    {
        var opened = await BusyAsync();
        var lines = new List<(string Debit, string Credit, string Balance)>();
        var after = (string?)"0";
        for (var pages = 0; after is not null && pages < 10; pages++)
        {
            var page = (await funds.Manager.GetAsync(
                $"/api/v1/accounts/{opened.Account}/entries?kind=BANK&limit=2&after={after}"))
                .Expect(HttpStatusCode.OK);
            lines.AddRange(page.Json.GetProperty("items").EnumerateArray()
                .Select(l => (Text(l, "debit"), Text(l, "credit"), Text(l, "balance"))));
            after = page.Json.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        Assert.Equal(
            [
                ("1613.70", "0.00", "1613.70"), ("1613.70", "0.00", "3227.40"), ("0.01", "0.00", "3227.41"),
                ("5.00", "0.00", "3232.41"), ("0.00", "15.00", "3217.41"),
            ],
            lines.ToArray());
    }

    [Fact]
    public async Task refuses_what_it_does_not_know_and_whoever_may_not_ask()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var path = $"/api/v1/accounts/{opened.Account}";
        (await funds.Manager.GetAsync($"{path}/entries?kind=GOLD")).Expect(HttpStatusCode.BadRequest);
        (await funds.Manager.GetAsync($"{path}/entries?kind=COLLECTION")).Expect(HttpStatusCode.BadRequest);
        (await funds.Manager.GetAsync($"{path}/entries?kind=BANK&building=1")).Expect(HttpStatusCode.BadRequest);
        (await funds.Manager.GetAsync($"{path}/entries?kind=COLLECTION&building=99"))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.ledger_account_not_found");
        (await funds.Manager.GetAsync($"{path}/balances?at=yesterday")).Expect(HttpStatusCode.BadRequest);
        (await funds.Manager.GetAsync($"{path}/balances?at=2023-06-12T00:00:00Z&by=GUESSED"))
            .Expect(HttpStatusCode.BadRequest);
        foreach (var what in new[] { "journal", "entries?kind=BANK", "balances?at=2023-06-12T00:00:00Z" })
        {
            (await funds.Host.As("fund-manager", "110114010").GetAsync($"{path}/{what}"))
                .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
            (await funds.Host.As("owner", FundsHost.Street).GetAsync($"{path}/{what}"))
                .Expect(HttpStatusCode.Forbidden);
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Two bills paid, one fen too much, five yuan of nobody, fifteen refunded: 3,217.41.</summary>
    private async Task<Opened> BusyAsync()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        foreach (var (serial, amount, memo) in ((string, string, string)[])
            [
                ("S-1", "1613.70", "1-1-101"), ("S-2", "1613.71", "1-2-101"), ("S-3", "5.00", "不知道是谁"),
                ("S-4", "-15.00", "1-1-101 退款"),
            ])
        {
            (await funds.PayAsync(opened.Account, serial, amount, memo)).Expect(HttpStatusCode.Created);
        }
        return opened;
    }
}
