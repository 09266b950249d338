using System.Text;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.ServiceDefaults.Tests.Security;

public sealed class WebhookSecretTests
{
    [Fact]
    public void signs_the_example_of_the_standard_webhooks_libraries_as_they_do()
    {
        Assert.True(WebhookSecret.TryParse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var secret));

        var signature = secret.Sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1_614_265_330),
            "{\"test\": 2432232314}"u8);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void signature_covers_id_timestamp_and_every_byte_of_the_body()
    {
        var secret = WebhookSecret.New();
        var at = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var body = Encoding.UTF8.GetBytes("公示");
        var signature = secret.Sign("msg_1", at, body);

        Assert.Equal(signature, secret.Sign("msg_1", at, body));
        Assert.NotEqual(signature, secret.Sign("msg_2", at, body));
        Assert.NotEqual(signature, secret.Sign("msg_1", at.AddSeconds(1), body));
        Assert.NotEqual(signature, secret.Sign("msg_1", at, Encoding.UTF8.GetBytes("公布")));
        Assert.NotEqual(signature, WebhookSecret.New().Sign("msg_1", at, body));
    }

    [Theory]
    [InlineData("v1,{0}", true)]
    [InlineData("v1,AAAA v1,{0}", true)] // The sender rotates: the old and the new.
    [InlineData("v1a,{0}", false)]
    [InlineData("{0}", false)]
    [InlineData("v1,{0}=", false)]
    [InlineData("", false)]
    [InlineData("a b c d e f g h v1,{0}", false)] // Nobody sends nine.
    public void takes_any_of_the_senders_signatures_and_no_other(string header, bool good)
    {
        var (secret, at, body) = (WebhookSecret.New(), DateTimeOffset.UnixEpoch, "{}"u8.ToArray());
        var signature = secret.Sign("m", at, body)["v1,".Length..];
        var given = header.Replace("{0}", signature, StringComparison.Ordinal);

        Assert.Equal(good, secret.Verifies(given, "m", at, body));
        Assert.False(secret.Verifies(given, "n", at, body));
        Assert.False(secret.Verifies(given, "m", at.AddSeconds(1), body));
        Assert.False(secret.Verifies(given, "m", at, "{ }"u8));
    }

    [Fact]
    public void survives_its_text_form_and_hides_in_logs()
    {
        var secret = WebhookSecret.New();
        Assert.True(WebhookSecret.TryParse(secret.Reveal(), out var again));

        Assert.Equal(secret.Sign("m", DateTimeOffset.UnixEpoch, []), again.Sign("m", DateTimeOffset.UnixEpoch, []));
        Assert.Equal("whsec_***", $"{secret}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")] // no prefix
    [InlineData("whsec_not base64")]
    [InlineData("whsec_AAAA")] // 3 bytes
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void refuses_a_text_that_is_no_secret(string? text) => Assert.False(WebhookSecret.TryParse(text, out _));
}
