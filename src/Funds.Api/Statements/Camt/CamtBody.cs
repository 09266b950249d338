using CivicPlatform.Funds.Ledger;
using CivicPlatform.ServiceDefaults.Imports;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.Net.Http.Headers;

namespace CivicPlatform.Funds.Statements.Camt;

/// <summary>An uploaded camt.053 file, plain or gzip, with the size limit of every statement.</summary>
internal static class CamtBody
{
    public static readonly string[] MediaTypes = ["application/xml", "text/xml"];

    public static bool IsXml(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && MediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Spools the file, so that it is read at the disk's pace, and checks all of it.</summary>
    public static async Task<Result<StatementFile.Checked>> CheckAsync(
        HttpRequest request, BankAccount account, FieldCipher cipher, CancellationToken ct)
    {
        var spooled = await SpooledBody.ReceiveAsync(request, StatementFile.Shape.MaxBytes, ct);
        if (!spooled.Succeeded(out var file, out var error)) return error;
        await using (file) return new CamtFile(account, cipher).Check(file);
    }
}
