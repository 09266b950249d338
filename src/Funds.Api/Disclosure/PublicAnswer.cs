using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>A public page in the form that was asked for, cacheable, with a tag of its bytes.</summary>
public sealed class PublicAnswer(IOptions<JsonOptions> json)
{
    /// <summary>csv, text or json, by the Accept header.</summary>
    public static string FromAccept(HttpContext http)
    {
        var accept = http.Request.Headers.Accept.ToString();
        return accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase) ? "csv"
            : accept.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) ? "text" : "json";
    }

    /// <summary>The page; only the form that was asked for is made.</summary>
    public IResult Write<TView>(HttpContext http, string format, TView view, Func<string> csv, Func<string> chinese)
    {
        var (text, type) = format switch
        {
            "csv" => (csv(), "text/csv; charset=utf-8"),
            "text" => (chinese(), "text/plain; charset=utf-8"),
            _ => (JsonSerializer.Serialize(view, json.Value.SerializerOptions), "application/json; charset=utf-8"),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");
        http.Response.Headers.CacheControl = "public, max-age=30";
        http.Response.Headers.Vary = "Accept";
        return Results.File(bytes, type, entityTag: tag); // Answers If-None-Match with 304 by itself.
    }
}
