using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.ConsentBoards;

/// <summary>Scenario 001-5, its second half: what comes after the lock is refused, and told.</summary>
public sealed class LateWithdrawalTests(ConsultationService service)
{
    private static readonly string Paper = new('a', 64);

    [Fact, Trait("rule", "PIPE-02"), Trait("scenario", "001-5")]
    public async Task a_withdrawal_after_the_lock_is_refused_and_told_once_however_often_its_key_comes()
    {
        using var refused = await service.ListenAsync<ConsentWithdrawalRefused>();
        var board = await LockedAsync();

        var first = await WithdrawAsync(board, 1, "key-1");
        first.ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.locked");
        Assert.Contains("已自动转为诉求工单", first["detail"], StringComparison.Ordinal);
        var replayed = await WithdrawAsync(board, 1, "key-1");
        replayed.ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.locked");
        Assert.Equal(first.Body, replayed.Body);

        var told = await refused.SingleAsync(e => e.AggregateId == board.Id);
        Assert.Equal((board.Estate, board.CaseId, 2), (told.EstateId, told.CaseId, told.Households));
        Assert.Equal(board.Office.Community, told.DivisionCode);
        Assert.Equal(await RefAsync(board, 1), told.HouseholdRef);
        Assert.NotEqual(board.Units[1].UnitId, told.HouseholdRef);
        Assert.Equal(1L, await AuditedAsync(board));

        await WithdrawAsync(board, 0, "key-2"); // Another one is heard: so the replay would have been.
        await Eventually.Async(() =>
        {
            Assert.Equal(2, refused.Received.Count(e => e.AggregateId == board.Id));
            return Task.CompletedTask;
        });
        Assert.Equal(("LOCKED", "2"), await StateAsync(board));
    }

    [Fact, Trait("rule", "PIPE-02")]
    public async Task the_refusal_stands_in_the_audit_trail_with_who_was_refused_and_why()
    {
        var board = await LockedAsync();
        await WithdrawAsync(board, 0, "key-audit");

        var about = $"consent_boards.locked household={await RefAsync(board, 0)}";
        Assert.Equal($"consent_boards.withdraw|REFUSED|{about}|{board.Office.Street}|consent.write|true",
            await service.Host.QueryAsync<string>(
                "select concat_ws('|', action, result, detail, street_code, purpose, (origin <> '')::text) " +
                $"from platform.audit where subject_id = '{board.Id}' and result = 'REFUSED'"));
    }

    [Fact, Trait("rule", "PIPE-02")]
    public async Task nothing_else_that_is_refused_tells_anything()
    {
        using var refused = await service.ListenAsync<ConsentWithdrawalRefused>();
        var (board, open) = (await LockedAsync(), await OpenAsync());

        string[] concerns = ["OTHER"];
        (await SayAsync(board, new { unitId = board.Units[0].UnitId, state = "CONCERNED", concerns }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.locked");
        (await SayAsync(board, new { unitId = Guid.CreateVersion7(), state = "WITHDRAWN" }))
            .ExpectProblem(HttpStatusCode.NotFound, "consent_boards.household_not_found");
        (await SayAsync(open, new { unitId = open.Units[0].UnitId, state = "WITHDRAWN" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.nothing_to_withdraw");
        (await service.NewOffice().As(Roles.CommunityWorker).PostAsync($"{board.Path}/consents",
            new { unitId = board.Units[0].UnitId, state = "WITHDRAWN" })).Expect(HttpStatusCode.NotFound);
        (await board.Office.As(Roles.CommunityWorker).PostAsync($"{board.Path}/consents",
            new { unitId = board.Units[0].UnitId, state = "WITHDRAWN" }, null, ("If-Match", "\"v1\"")))
            .Expect(HttpStatusCode.PreconditionFailed);

        await WithdrawAsync(board, 1, "key-last"); // Told after all of these, so they would be here by then.
        var told = await refused.SingleAsync(e => e.AggregateId == board.Id);
        Assert.Equal(await RefAsync(board, 1), told.HouseholdRef);
        Assert.DoesNotContain(refused.Received, e => e.AggregateId == open.Id);
        Assert.Equal((1L, 0L), (await AuditedAsync(board), await AuditedAsync(open)));
    }

    private Task<long> AuditedAsync(Board board) => service.Host.QueryAsync<long>(
        $"select count(*) from platform.audit where subject_id = '{board.Id}' and result = 'REFUSED'");

    private async Task<Board> OpenAsync()
    {
        var (office, units) = (service.NewOffice(), Estates.Of(2));
        var estate = await office.RegisterAsync(units);
        var roll = await office.SealAsync((await office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = estate, scope = new { kind = "RISER", units = units.Select(u => u.UnitId) },
        })).Expect(HttpStatusCode.Created).Id);
        var caseId = Guid.CreateVersion7();
        var board = (await office.Clerk.PostAsync("/api/v1/consent-boards",
            new { rollId = roll, title = "上下水改造", caseId })).Expect(HttpStatusCode.Created).Id;
        return new Board(office, estate, board, caseId, units);
    }

    private async Task<Board> LockedAsync()
    {
        var board = await OpenAsync();
        for (var i = 0; i < board.Units.Length; i++)
        {
            (await SayAsync(board, new
            {
                unitId = board.Units[i].UnitId, state = "AGREED", ownerRef = $"P{i + 1}", documentHash = Paper,
            })).Expect(HttpStatusCode.OK);
        }
        (await board.Office.Clerk.PostAsync($"{board.Path}/lock", new { })).Expect(HttpStatusCode.OK);
        return board;
    }

    private static Task<Answer> SayAsync(Board board, object said, string? key = null) =>
        board.Office.As(Roles.CommunityWorker).PostAsync($"{board.Path}/consents", said, key);

    private static Task<Answer> WithdrawAsync(Board board, int household, string key) =>
        SayAsync(board, new { unitId = board.Units[household].UnitId, state = "WITHDRAWN" }, key);

    private static async Task<Guid> RefAsync(Board board, int household) =>
        (await board.Office.Clerk.GetAsync($"{board.Path}/households")).Expect(HttpStatusCode.OK).Json
            .GetProperty("items").EnumerateArray()
            .Single(h => h.GetProperty("unitId").GetGuid() == board.Units[household].UnitId)
            .GetProperty("ref").GetGuid();

    private static async Task<(string? Status, string? Agreed)> StateAsync(Board board)
    {
        var read = (await board.Office.Clerk.GetAsync(board.Path)).Expect(HttpStatusCode.OK);
        return (read["status"], read["agreed"]);
    }

    private sealed record Board(Office Office, Guid Estate, Guid Id, Guid CaseId, RegisteredUnit[] Units)
    {
        public string Path => $"/api/v1/consent-boards/{Id}";
    }
}
