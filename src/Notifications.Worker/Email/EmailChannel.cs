using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text;
using CivicPlatform.Notifications.Deliveries;
using CivicPlatform.Notifications.Notices;
using CivicPlatform.Notifications.Subscriptions;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Notifications.Email;

/// <summary>Hands a notice to the mail server as plain text. Accepted there is sent, not delivered (EVT-03).</summary>
public sealed class EmailChannel(NotificationsDbContext db, SubscriptionVault vault, IOptions<SmtpOptions> options)
    : IDeliveryChannel
{
    public Channel Channel => Channel.EMAIL;

    public async Task<SendOutcome> SendAsync(Delivery delivery, Notice notice, CancellationToken ct)
    {
        var subscription = await db.EmailSubscriptions.SingleAsync(s => s.Id == delivery.SubscriptionId, ct);
        if (subscription.DisabledAt is not null) return new SendOutcome(Verdict.Unsubscribed, "subscription.ended");
        if (!options.Value.IsConfigured) return new SendOutcome(Verdict.TryAgain, "email.not_configured");

        using var message = Compose(delivery, notice, vault.AddressOf(subscription));
        using var client = Connect();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.Timeout);
        try
        {
            // WaitAsync besides: the client does not see the token while it waits for the server's greeting.
            await client.SendMailAsync(message, patience.Token).WaitAsync(patience.Token);
            return new SendOutcome(Verdict.Accepted, "email.accepted");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SendOutcome(Verdict.TryAgain, "email.timeout");
        }
        catch (SmtpException e)
        {
            return Outcome(e);
        }
    }

    private MailMessage Compose(Delivery delivery, Notice notice, string address)
    {
        var from = new MailAddress(options.Value.From);
        var message = new MailMessage(from, new MailAddress(address))
        {
            Subject = notice.Title, SubjectEncoding = Encoding.UTF8, Body = notice.Body, BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{delivery.Id:N}@{from.Host}>"); // A repeated send is seen as the same.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private SmtpClient Connect() => new(options.Value.Host, options.Value.Port)
    {
        EnableSsl = options.Value.StartTls,
        Credentials = string.IsNullOrEmpty(options.Value.UserName)
            ? null
            : new NetworkCredential(options.Value.UserName, options.Value.Password),
    };

    // 4yz may pass, 5yz will not; without a reply the line was the trouble.
    private static SendOutcome Outcome(SmtpException e) => (int)e.StatusCode switch
    {
        >= 400 and < 500 => new SendOutcome(Verdict.TryAgain, $"email.status_{(int)e.StatusCode}"),
        >= 500 and < 600 => new SendOutcome(Verdict.Refused, $"email.status_{(int)e.StatusCode}"),
        _ when e.InnerException is SocketException or IOException =>
            new SendOutcome(Verdict.TryAgain, "email.unreachable"),
        _ => new SendOutcome(Verdict.TryAgain, "email.failed"),
    };
}
