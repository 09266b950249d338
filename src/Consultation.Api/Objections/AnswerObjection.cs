using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Objections;

/// <summary>POST /publicity-periods/{id}/objections/{objectionId}/answer: each must be answered (PUB-02).</summary>
public static class AnswerObjection
{
    /// <param name="Text">What the office answers; at most 1,000 characters, kept ciphered.</param>
    public sealed record Request(string Text);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/publicity-periods/{id:guid}/objections/{objectionId:guid}/answer", PostAsync)
        .Requires(Permissions.ObjectionWrite)
        .WithTags("Objections").WithSummary("Answer an objection (答复异议)")
        .WithDescription(
            "Once, whatever became of the period. 409 objections.wrong_state unless OPEN (PUB-02); 404 " +
            "objections.not_found. If-Match with the objection's version is checked when given (412).")
        .WithRequestExample("""{"text":"方案二已将井道外移一点二米，附日照与通风测算"}""");

    private static async Task<Results<Ok<ObjectionView>, ProblemHttpResult>> PostAsync(
        Guid id, Guid objectionId, Request request, ObjectionDesk desk, FieldCipher cipher, HttpContext http,
        CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Text, RaiseObjection.MaxText);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var answered = await desk.StepAsync(
            (id, objectionId), (o, now) => o.Reply(cipher.Encrypt(request.Text, o.Id), now),
            cipher.Hash(request.Text), http, ct);
        return answered.Succeeded(out var objection, out var error)
            ? TypedResults.Ok(ObjectionView.Of(objection))
            : error.ToProblem();
    }
}
