using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.ServiceDefaults.Tests.Auth;

public sealed class ForgedTokenTests(SampleFixture fixture)
{
    private static readonly string Valid = Tokens.Issue("u-1", [Roles.StreetClerk], ["110114009"]);

    private async Task RefusedAsync(string token) =>
        (await fixture.Service.WithToken(token).GetAsync($"/api/v1/notes/{Guid.NewGuid()}"))
            .ExpectProblem(HttpStatusCode.Unauthorized, "auth.token_invalid");

    [Fact]
    public async Task the_untouched_token_is_taken() =>
        (await fixture.Service.WithToken(Valid).GetAsync($"/api/v1/notes/{Guid.NewGuid()}"))
            .Expect(HttpStatusCode.NotFound);

    [Fact]
    public async Task no_token_is_401() =>
        (await fixture.Service.WithToken(null).GetAsync($"/api/v1/notes/{Guid.NewGuid()}"))
            .ExpectProblem(HttpStatusCode.Unauthorized, "auth.token_missing");

    [Fact]
    public Task alg_none_is_refused() => RefusedAsync(Unsigned("none"));

    [Fact]
    public Task a_public_key_used_as_hmac_secret_is_refused()
    {
        var parts = Unsigned("HS256").Split('.');
        var secret = File.ReadAllBytes(Servers.Keys.Jwks);
        var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return RefusedAsync($"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(mac)}");
    }

    [Fact]
    public Task a_changed_payload_is_refused()
    {
        var parts = Valid.Split('.');
        var payload = Part(parts[1]);
        payload["divisions"] = new JsonArray("11");
        return RefusedAsync($"{parts[0]}.{Encode(payload)}.{parts[2]}");
    }

    [Theory]
    [InlineData("aud", "\"another\"")]
    [InlineData("iss", "\"https://evil.example\"")]
    [InlineData("exp", "1")]
    [InlineData("exp", "null")]
    [InlineData("nbf", "99999999999")]
    [InlineData("sub", "\"\"")]
    [InlineData("divisions", "[\"not-digits\"]")]
    [InlineData("roles", "\"street-clerk\"")]
    public Task a_signed_token_with_a_wrong_claim_is_refused(string claim, string json)
    {
        var parts = Valid.Split('.');
        var payload = Part(parts[1]);
        if (json == "null") payload.Remove(claim);
        else payload[claim] = JsonNode.Parse(json);
        return RefusedAsync(Sign(Part(parts[0]), payload));
    }

    [Theory]
    [InlineData("crit", "[\"exp\"]"), InlineData("jku", "\"https://evil.example\""), InlineData("kid", "\"other\"")]
    [InlineData("alg", "\"XX256\""), InlineData("alg", "\"none\""), InlineData("alg", "\"RS256\"")]
    public Task a_signed_token_with_a_strange_header_is_refused(string header, string json)
    {
        var parts = Valid.Split('.');
        var head = Part(parts[0]);
        head[header] = JsonNode.Parse(json);
        return RefusedAsync(Sign(head, Part(parts[1])));
    }

    [Theory, InlineData(""), InlineData("a.b"), InlineData("a.b.c"), InlineData("...")]
    public async Task nonsense_is_refused(string token)
    {
        var answer = await fixture.Service.WithToken(null).GetAsync(
            $"/api/v1/notes/{Guid.NewGuid()}", ("Authorization", $"Bearer {token}"));
        Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest]);
    }

    [Fact]
    public Task a_token_of_ten_kilobytes_is_refused() => RefusedAsync(Valid + new string('A', 10_000));

    private static string Unsigned(string alg)
    {
        var parts = Valid.Split('.');
        var header = Part(parts[0]);
        header["alg"] = alg;
        return $"{Encode(header)}.{parts[1]}.";
    }

    private static string Sign(JsonObject header, JsonObject payload)
    {
        using var key = Cli.Keys.SigningKey.Load(Servers.Keys.SigningKey);
        var content = $"{Encode(header)}.{Encode(payload)}";
        return $"{content}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(content)))}";
    }

    private static JsonObject Part(string part) =>
        JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Encode(JsonObject part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
