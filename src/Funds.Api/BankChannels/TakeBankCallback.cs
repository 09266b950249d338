using System.Text.Json;
using CivicPlatform.Funds.Statements;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Funds.BankChannels;

/// <summary>POST /bank-callbacks/{id}: a bank tells one payment; signed, and posted like any bank line.</summary>
public static class TakeBankCallback
{
    private const string AccountSql = "select account_id from bank_channels where id = $1 and ended_at is null";

    /// <param name="Duplicate">The serial was told before with the same content; nothing changed now.</param>
    /// <remarks>Where the money went is the office's affair, not the bank's.</remarks>
    public sealed record Receipt(string BankSerial, bool Duplicate);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/bank-callbacks/{id:guid}", PostAsync)
            .RequiresSignature(Permissions.BankCallback).OwnsItsTransaction()
            .WithTags("Bank channels").WithSummary("Tell one payment by a signed call (银行回调入账)")
            .WithDescription(
                "Standard Webhooks, in our direction: webhook-id, webhook-timestamp and webhook-signature over the " +
                "body's own bytes with the channel's secret. Send it again until it is answered 2xx; the message's " +
                "id and the bank's serial make it one effect. 401 auth.not_signed; 422 bank_lines.serial_reused, " +
                "bank_lines.negative_is_no_refund; request.busy passes by itself.")
            .Produces<Receipt>(StatusCodes.Status201Created).Produces<Receipt>()
            .WithRequestExample(
                """
                {"bankSerial":"B20230000534","bookedAt":"2023-06-12 09:13:00","amount":"1613.70",
                 "counterparty":"王芳","memo":"4-1-101 电梯大修"}
                """);

    private static async Task<IResult> PostAsync(
        Guid id, PostBankLine.Request request, ScopedRead read, PostBankLine.Handler handler,
        IOptions<JsonOptions> json, HttpContext http, CancellationToken ct)
    {
        var accounts = await read.ListAsync(Sql.Command(AccountSql, id), r => r.GetGuid(0), ct);
        if (accounts is not [var accountId]) return ChannelErrors.NotFound.ToProblem(); // Ended while it called.
        var result = await handler.HandleAsync(accountId, request, http, ct);
        if (!result.Succeeded(out var answer, out var error)) return error.ToProblem();
        var receipt = new Receipt(request.BankSerial, Duplicate: answer.Status == StatusCodes.Status200OK);
        var body = JsonSerializer.SerializeToUtf8Bytes(receipt, json.Value.SerializerOptions);
        return new CommittedAnswer(answer with { Body = body, Location = null });
    }
}
