using System.Globalization;
using System.Net;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.MaintenanceFund;

/// <summary>
/// Any sequence of commands keeps the books right: after every act the parts, the bank and what waits are what a naive
/// model says; a refusal moves no fen; the same key again is one effect.
/// </summary>
public sealed class FundHistoryTests(FundsHost funds)
{
    private const int Steps = 24;
    private const int Parts = 5;

    [Theory, Trait("rule", "FUND-27")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task whatever_is_sent_the_books_are_right(int seed)
    {
        // In the order in which ties are broken (FUND-17).
        var flats = FundsHost.Flats(1, Parts).OrderBy(FundsHost.Code, NaturalOrder.Instance).ToArray();
        var run = new Run(await FundClient.OpenAsync(funds, flats), new Random(seed));
        for (var step = 0; step < Steps; step++)
        {
            await run.StepAsync();
            await run.CheckAsync();
        }
        Assert.True(run.Taken > Steps / 4, $"only {run.Taken} acts were taken");
        Assert.True(run.Refused > 0, "nothing was refused");
    }

    private sealed class Run(FundClient fund, Random random)
    {
        private readonly FundModel _model = new(Parts);

        public int Taken { get; private set; }
        public int Refused { get; private set; }

        public Task StepAsync() => random.Next(6) switch
        {
            0 => TellAsync(),
            1 or 2 => DepositAsync(),
            3 => GainAsync(),
            4 => RefundAsync(),
            _ => ReverseAsync(),
        };

        public async Task CheckAsync()
        {
            var book = await fund.BookAsync(); // The trial balance is zero and follows from the transfers.
            Assert.Equal((Yuan(_model.Bank), Yuan(-_model.Suspense), Yuan(-_model.Balances.Sum())),
                (book["BANK"], book["SUSPENSE"], book.GetValueOrDefault("UNIT_BALANCE", "0.00")));
            var seen = (await fund.BalancesAsync()).Select(b => b == "-" ? "0.00" : b);
            Assert.Equal(_model.Balances.Select(Yuan), seen);
        }

        private async Task TellAsync()
        {
            var (serial, amount) = (Serial(), random.Next(1, 9) * 10_033L); // As a deposit may be.
            var told = await fund.Host.PayAsync(fund.Account, serial, Yuan(amount), "维修资金");
            if (told.Status is HttpStatusCode.Created) _model.Tell(serial, amount);
        }

        private async Task DepositAsync()
        {
            var amounts = Enumerable.Range(0, Parts).Select(_ => random.Next(0, 3) * 10_033L).ToArray();
            var lines = fund.Units.Zip(amounts).Where(l => l.Second > 0)
                .Select(l => FundClient.Line(l.First, Yuan(l.Second))).ToArray();
            var (serial, total) = (Serial(), amounts.Sum());
            var answer = await TwiceAsync("deposits", new
            {
                kind = "INITIAL_DEPOSIT", bankSerial = serial, bookedAt = "2026-03-02 10:00:00", note = "清单", lines,
            });
            var mayBook = lines.Length > 0 && _model.MayUse(serial, total)
                && !amounts.Where((amount, i) => amount > 0 && _model.Lost[i]).Any();
            Settle(answer, mayBook, serial, amounts);
        }

        private async Task GainAsync()
        {
            var (serial, amount) = (Serial(), (long)random.Next(1, 50_000));
            var answer = await TwiceAsync("gains", new
            {
                kind = "INTEREST", amount = Yuan(amount), bankSerial = serial, bookedAt = "2026-06-30 00:00:00",
                note = "结息",
            });
            var held = _model.Balances;
            var mayBook = held.Sum() > 0 && _model.MayUse(serial, amount);
            Settle(answer, mayBook, serial, mayBook ? FundModel.Split(amount, held) : new long[Parts]);
        }

        private async Task RefundAsync()
        {
            var (part, serial) = (random.Next(Parts), Serial());
            var amount = random.Next(4) == 0 ? 1L : _model.Balances[part];
            var answer = await TwiceAsync("loss-refunds", new
            {
                unitId = fund.Units[part].UnitId, amount = Yuan(amount), bankSerial = serial,
                bookedAt = "2026-09-01 11:20:00", note = "征补字12号",
            });
            var mayBook = amount > 0 && amount == _model.Balances[part] && !_model.Lost[part]
                && _model.MayUse(serial, -amount);
            var moves = new long[Parts];
            moves[part] = -amount;
            if (Settle(answer, mayBook, serial, moves)) _model.Lost[part] = true;
        }

        private async Task ReverseAsync()
        {
            if (_model.Entries.Count == 0) return;
            var entry = _model.Entries[random.Next(_model.Entries.Count)];
            var expected = _model.WhyNotReverse(entry);
            var answer = await fund.ReverseAsync(entry);
            Assert.Equal(expected, answer.Status is HttpStatusCode.Created ? null : answer.Code);
            Count(expected is null);
            if (expected is null) _model.Reverse(entry);
        }

        /// <summary>Sends it, and the same key again: the second answer is the first.</summary>
        private async Task<Answer> TwiceAsync(string resource, object body)
        {
            var key = $"\"{Guid.NewGuid()}\"";
            var first = await fund.PostAsync(resource, body, key);
            var second = await fund.PostAsync(resource, body, key);
            Assert.Equal(first.Status, second.Status);
            var isKept = first.Status is HttpStatusCode.Created or HttpStatusCode.Conflict
                or HttpStatusCode.UnprocessableEntity;
            if (isKept) Assert.Equal(first.Text, second.Text);
            return first;
        }

        private bool Settle(Answer answer, bool mayBook, string serial, long[] moves)
        {
            Assert.True(mayBook == answer.Status is HttpStatusCode.Created, $"{answer.Status} {answer.Text}");
            Count(mayBook);
            if (mayBook) _model.Book(answer.Id, serial, moves);
            return mayBook;
        }

        private void Count(bool taken)
        {
            if (taken) Taken++;
            else Refused++;
        }

        // Few serials, so that lines meet.
        private string Serial() => $"W-{random.Next(1, 12)}";

        private static string Yuan(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);
    }
}
