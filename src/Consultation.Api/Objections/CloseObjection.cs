namespace CivicPlatform.Consultation.Objections;

/// <summary>POST .../settle, .../maintain and .../withdraw: what the owner makes of the answer (PUB-02).</summary>
public static class CloseObjection
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "settle", ObjectionState.Settled, "Settle an objection (异议达成一致)",
            "The owner is content; also after he had stayed with it. 409 objections.wrong_state before the answer.");
        Map(routes, "maintain", ObjectionState.Maintained, "Note that an owner stays with his objection (坚持异议)",
            "Goes on blocking where the period's objectionEffect is BLOCKING. 409 objections.wrong_state unless " +
            "ANSWERED.");
        Map(routes, "withdraw", ObjectionState.Withdrawn, "Withdraw an objection (撤回异议)",
            "At any time, answered or not. 409 objections.wrong_state once settled or withdrawn.");
    }

    private static void Map(
        IEndpointRouteBuilder routes, string verb, ObjectionState state, string summary, string description) => routes
        .MapPost($"/publicity-periods/{{id:guid}}/objections/{{objectionId:guid}}/{verb}",
            (Guid id, Guid objectionId, ObjectionDesk desk, HttpContext http, CancellationToken ct) =>
                StepAsync((id, objectionId), state, desk, http, ct))
        .Requires(Permissions.ObjectionWrite)
        .WithTags("Objections").WithSummary(summary)
        .WithDescription(description + " PUB-02. 404 objections.not_found. When the last one that holds a BLOCKED " +
            "period is settled or withdrawn, the decision takes effect by itself.");

    private static async Task<Results<Ok<ObjectionView>, ProblemHttpResult>> StepAsync(
        (Guid Period, Guid Objection) id, ObjectionState state, ObjectionDesk desk, HttpContext http,
        CancellationToken ct)
    {
        var moved = await desk.StepAsync(id, (o, now) => o.Move(state, now), null, http, ct);
        return moved.Succeeded(out var objection, out var error)
            ? TypedResults.Ok(ObjectionView.Of(objection))
            : error.ToProblem();
    }
}
