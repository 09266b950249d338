using System.Net;
using System.Text.Json;

namespace CivicPlatform.Portal.Disclosures;

/// <summary>Funds cannot be asked now; the page says so and answers 503.</summary>
public sealed class FundsAwayException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Asks Funds for the public page of a campaign: one request a page.</summary>
public sealed class DisclosureClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Null for a campaign that Funds does not know or does not publish.</summary>
    /// <exception cref="FundsAwayException">No answer, or none that can be read.</exception>
    public async Task<Disclosure?> FindAsync(Guid campaignId, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync($"/api/v1/disclosures/{campaignId}", ct);
            if (response.StatusCode is HttpStatusCode.NotFound) return null;
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<Disclosure>(Json, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested) // Time-outs and an open breaker have their own types.
        {
            throw new FundsAwayException("Funds gave no readable disclosure.", e);
        }
    }
}
