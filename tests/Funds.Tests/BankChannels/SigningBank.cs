using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.BankChannels;

/// <summary>A bank's system, written against the standard and not against our code.</summary>
internal sealed record SigningBank(ApiClient Client, string Path, string Secret)
{
    public static async Task<SigningBank> AddAsync(FundsHost funds, Guid account)
    {
        var added = (await funds.Manager.PostAsync($"/api/v1/accounts/{account}/bank-channels",
            new { name = "银行回调", kind = "BANK", purpose = "OWNERS_PAYMENTS" })).Expect(HttpStatusCode.Created);
        return new SigningBank(funds.Host.Anonymous(), added["callbackPath"], added["secret"]);
    }

    public Guid Id => Guid.Parse(Path.Split('/')[^1]);

    public static string Payment(string serial, string amount = "1613.70", string memo = "1-1-101") =>
        $$"""{"bankSerial":"{{serial}}","bookedAt":"2023-06-12 09:13:00","amount":"{{amount}}","memo":"{{memo}}"}""";

    /// <summary>Sends the body, signed; another body, age or message id may be told to spoil it.</summary>
    public Task<Answer> SendAsync(
        string body, string? id = null, TimeSpan age = default, string? signedBody = null, string? signature = null)
    {
        id ??= $"msg_{Guid.NewGuid():N}";
        var at = (DateTimeOffset.UtcNow - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{at}.{signedBody ?? body}"));
        return Client.SendAsync(HttpMethod.Post, Path, new StringContent(body, Encoding.UTF8, "application/json"), null,
            ("webhook-id", id), ("webhook-timestamp", at),
            ("webhook-signature", signature ?? $"v1,{Convert.ToBase64String(mac)}"));
    }
}
