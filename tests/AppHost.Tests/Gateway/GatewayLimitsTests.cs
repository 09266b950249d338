using System.Net;
using System.Net.Http.Json;

namespace CivicPlatform.AppHost.Tests.Gateway;

public sealed class GatewayLimitsTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task takes_a_body_of_one_mebibyte_and_not_a_byte_more()
    {
        Assert.Equal(Mebibyte, await UploadAsync("/api/v1/cases", Mebibyte));
        await GatewayFixture.ProblemAsync(
            await PostAsync("/api/v1/cases", Mebibyte + 1), 413, "gateway.body_too_large");
    }

    [Theory]
    [InlineData("/api/v1/unit-imports")]
    [InlineData("/api/v1/accounts/17/statement-imports")]
    [InlineData("/api/v1/motions/17/ballot-imports")]
    public async Task takes_an_import_of_64_mebibytes_and_not_a_byte_more(string path)
    {
        Assert.Equal(64 * Mebibyte, await UploadAsync(path, 64 * Mebibyte));
        await GatewayFixture.ProblemAsync(
            await PostAsync(path, (64 * Mebibyte) + 1), 413, "gateway.body_too_large");
    }

    [Fact]
    public async Task takes_an_import_of_unknown_length()
    {
        using var response = await PostAsync("/api/v1/unit-imports", 3 * Mebibyte, chunked: true);
        var echo = await response.Content.ReadFromJsonAsync<Echo>(TestContext.Current.CancellationToken);
        Assert.Equal(3 * Mebibyte, echo!.Length);
    }

    [Fact]
    public async Task brings_the_refusal_of_a_service_that_did_not_read_the_import()
    {
        using var response = await PostAsync("/api/v1/unit-imports?do=refuse", 30 * Mebibyte);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task slows_a_caller_down_and_calculators_first()
    {
        await using var strict = new GatewayFixture();
        strict.Set("GATEWAY_RATE", "1");
        strict.Set("GATEWAY_BURST", "20");
        strict.Set("GATEWAY_CALCULATOR_RATE", "1");
        strict.Set("GATEWAY_CALCULATOR_BURST", "3");
        await strict.InitializeAsync();

        for (var i = 0; i < 4; i++) // One, and a burst of three.
            Assert.Equal(HttpStatusCode.OK, (await strict.GetAsync("/api/v1/tallies:preview")).StatusCode);
        await GatewayFixture.ProblemAsync(await RefusedAsync(strict), 429, "gateway.too_many_requests");
        for (var i = 0; i < 10; i++) // They have a rate of their own.
            Assert.Equal(HttpStatusCode.OK, (await strict.GetAsync("/api/v1/cases")).StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), (await RefusedAsync(strict)).Headers.RetryAfter?.Delta);
    }

    // The rate grants another call each second: on a slow machine a few more are served before one is refused.
    private static async Task<HttpResponseMessage> RefusedAsync(GatewayFixture gateway)
    {
        for (var i = 0; ; i++)
        {
            var response = await gateway.GetAsync("/api/v1/tallies:preview");
            if (response.StatusCode is HttpStatusCode.TooManyRequests || i == 60) return response;
            response.Dispose();
        }
    }

    private async Task<long> UploadAsync(string path, int bytes)
    {
        using var response = await PostAsync(path, bytes);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<Echo>(TestContext.Current.CancellationToken))!.Length;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, int bytes, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(new byte[bytes]);
        request.Headers.TransferEncodingChunked = chunked;
        // As curl does for large bodies: a refusal then arrives before the body is on its way.
        request.Headers.ExpectContinue = bytes > Mebibyte;
        return await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
