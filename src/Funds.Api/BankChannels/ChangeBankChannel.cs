using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.BankChannels;

/// <summary>POST /bank-channels/{id}/secrets and /end: a new secret, or no calls any more.</summary>
public static class ChangeBankChannel
{
    /// <param name="Secret">Shown by this answer only.</param>
    /// <param name="PreviousUntil">Until when calls may still be signed with the secret before, UTC.</param>
    public sealed record NewSecret(string Secret, DateTimeOffset PreviousUntil);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/bank-channels/{id:guid}/secrets", ReplaceAsync).Requires(Permissions.BankChannelWrite)
            .WithTags("Bank channels").WithSummary("Replace a channel's secret (更换渠道密钥)")
            .WithDescription(
                "Only this answer shows it. The secret before is taken for 24 hours more, one that was before that " +
                "no longer. No body. 404 bank_channels.not_found; 409 bank_channels.ended.");
        routes.MapPost("/bank-channels/{id:guid}/end", EndAsync).Requires(Permissions.BankChannelWrite)
            .WithTags("Bank channels").WithSummary("End a channel (停用渠道)")
            .WithDescription(
                "Its next call is answered 401. What it told stays. Ended for good; a second call changes nothing. " +
                "No body. 404 bank_channels.not_found.");
    }

    private static async Task<Results<Ok<NewSecret>, ProblemHttpResult>> ReplaceAsync(
        Guid id, FundsDbContext db, CurrentUser user, ChannelVault vault, TimeProvider clock, CancellationToken ct)
    {
        var channel = await db.BankChannels.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (channel is null) return ChannelErrors.NotFound.ToProblem();
        var secret = WebhookSecret.New();
        if (channel.Replace(vault.Seal(secret, id), clock.GetUtcNow()).Error is { } refused) return refused.ToProblem();
        db.Audit.Record(user, "bank_channels.replace_secret", id, channel.StreetCode);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new NewSecret(secret.Reveal(), channel.PreviousUntil!.Value));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id, FundsDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var channel = await db.BankChannels.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (channel is null) return ChannelErrors.NotFound.ToProblem();
        channel.End(clock.GetUtcNow());
        db.Audit.Record(user, "bank_channels.end", id, channel.StreetCode);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
