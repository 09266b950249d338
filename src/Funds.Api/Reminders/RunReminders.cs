using CivicPlatform.Funds.Campaigns;

namespace CivicPlatform.Funds.Reminders;

/// <summary>
/// POST /campaigns/{id}/reminder-runs: one step for each household that owes and may hear now; in quiet hours it waits
/// for the morning (002-13). Nothing is told here: <see cref="ReminderSender"/> looks once more who has paid.
/// </summary>
public static class RunReminders
{
    private const int MaxHouseholds = 20_000;

    private const string UnpaidSql =
        "select b.id, coalesce(max(r.level), 0), max(r.due_at) from bills b " +
        "left join reminders r on r.bill_id = b.id and r.status <> 'DROPPED' " +
        "where b.campaign_id = $1 and b.paid < b.amount group by b.id limit $2";

    private const string RunSql =
        "insert into reminder_runs (id, campaign_id, street_code, division_code, unpaid, queued, visits, too_soon, " +
        "left_to_people, send_at, run_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    private const string RemindersSql =
        "insert into reminders (id, run_id, campaign_id, bill_id, street_code, division_code, level, step, due_at, " +
        "status) select id, $2, $3, bill, $4, $5, level, step, $6, 'QUEUED' " +
        "from unnest($1::uuid[], $7::uuid[], $8::integer[], $9::text[]) as r(id, bill, level, step)";

    /// <summary>Counts only: who is reminded stands in GET /campaigns/{id}/reminders.</summary>
    /// <param name="Unpaid">Households that owe.</param>
    /// <param name="Messages">Will be told at <paramref name="SendAt"/>, unless they pay before.</param>
    /// <param name="Visits">The community is asked to visit.</param>
    /// <param name="TooSoon">Were told less than the campaign's days ago.</param>
    /// <param name="LeftToPeople">Were visited, or are to be: no machine goes further.</param>
    public sealed record Response(
        Guid Id, int Unpaid, int Messages, int Visits, int TooSoon, int LeftToPeople, DateTimeOffset SendAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/campaigns/{id:guid}/reminder-runs", PostAsync).Requires(Permissions.ReminderRun)
            .WithTags("Reminders").WithSummary("Remind households that have not paid (催缴)")
            .WithDescription(
                "Private messages first, then a visit of the community, then nothing by itself (RAISE-09). A " +
                "household hears at most once in the campaign's days and never in its quiet hours: then at their " +
                "end. Who pays before is told nothing. 409 campaigns.not_open; 404 campaigns.not_found.");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/campaigns/{id}/reminder-runs/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, ICivilClock civil, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid campaignId, CancellationToken ct)
        {
            // The book's lock: two runs at once would remind twice.
            var found = await CampaignLock.TakeAsync(db, campaignId, ct);
            if (!found.Succeeded(out var campaign, out var error)) return error;
            if (campaign.Status is not CampaignStatus.OPEN) return CampaignErrors.NotOpen(campaign.Status);
            var sendAt = campaign.Reminders.SendAt(await civil.NowAsync(campaign.StreetCode, ct));
            var unpaid = await db.RowsAsync(Sql.Command(UnpaidSql, campaignId, MaxHouseholds),
                r => new UnpaidHousehold(r.GetGuid(0), r.GetInt32(1),
                    r.IsDBNull(2) ? null : r.GetFieldValue<DateTimeOffset>(2)), ct);
            var plan = ReminderPlan.Of(unpaid, campaign.Reminders, sendAt);
            var messages = plan.Steps.Count(s => s.Step == ReminderSteps.Message);
            var response = new Response(Guid.CreateVersion7(), unpaid.Count, messages, plan.Steps.Count - messages,
                plan.TooSoon, plan.LeftToPeople, sendAt);

            var run = Sql.Command(RunSql, response.Id, campaignId, campaign.StreetCode, campaign.DivisionCode,
                response.Unpaid, plan.Steps.Count, response.Visits, response.TooSoon, response.LeftToPeople, sendAt,
                user.Subject);
            var reminders = Sql.Command(RemindersSql, plan.Steps.Select(_ => Guid.CreateVersion7()).ToArray(),
                response.Id, campaignId, campaign.StreetCode, campaign.DivisionCode, sendAt,
                plan.Steps.Select(s => s.BillId).ToArray(), plan.Steps.Select(s => s.Level).ToArray(),
                plan.Steps.Select(s => s.Step).ToArray());
            await db.RunAsync([run, reminders], ct);
            db.Audit.Record(user, "campaigns.remind", campaignId, campaign.StreetCode);
            await db.SaveChangesAsync(ct);
            return response;
        }
    }
}
