using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CivicPlatform.Consultation.Files;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Attachments;

/// <summary>Keeps files in ciphered parts: at any moment one part is in memory, whatever the file's size.</summary>
public sealed class AttachmentStore(ConsultationDbContext db, FieldCipher cipher)
{
    private const int PartBytes = 256 * 1024;

    /// <summary>Reads the file once and says what it is; nothing of it is kept yet.</summary>
    /// <remarks>The request was spooled for its idempotency hash, so that it can be read again.</remarks>
    internal static async Task<Result<ReceivedFile>> InspectAsync(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (total, mediaType) = (0, (string?)null);
        await foreach (var part in PartsAsync(request, ct))
        {
            if ((total += part.Length) > MeetingAttachment.MaxBytes) return AttachmentErrors.TooLarge;
            mediaType ??= FileContent.Recognise(part.Span);
            if (mediaType is null) return AttachmentErrors.NotRecognised;
            hash.AppendData(part.Span);
        }
        if (mediaType is null) return AttachmentErrors.Empty;
        return mediaType == Declared(request)
            ? new ReceivedFile(mediaType, total, Convert.ToHexStringLower(hash.GetHashAndReset()))
            : AttachmentErrors.Differs;
    }

    /// <summary>Writes the parts of an inspected file into the request's transaction.</summary>
    internal async Task KeepAsync(MeetingAttachment attachment, HttpRequest request, CancellationToken ct)
    {
        var number = 0;
        await foreach (var part in PartsAsync(request, ct))
        {
            var id = Guid.CreateVersion7();
            var content = cipher.Encrypt(part.Span, id.ToByteArray());
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into attachment_parts (id, attachment_id, street_code, division_code, number, content)
                values ({id}, {attachment.Id}, {attachment.StreetCode}, {attachment.DivisionCode}, {++number},
                    {content})
                """, ct);
        }
    }

    /// <summary>The plain parts in their order, one at a time.</summary>
    public async Task WriteToAsync(Guid attachmentId, Stream target, CancellationToken ct)
    {
        var parts = db.Database.SqlQuery<Part>(
            $"select id, content from attachment_parts where attachment_id = {attachmentId} order by number");
        await foreach (var part in parts.AsAsyncEnumerable().WithCancellation(ct))
            await target.WriteAsync(cipher.Decrypt(part.Content, part.Id.ToByteArray()), ct);
    }

    // One buffer for all parts: whoever wants a part longer than his turn copies it.
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> PartsAsync(
        HttpRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        request.Body.Position = 0;
        var part = new byte[PartBytes];
        int read;
        while ((read = await request.Body.ReadAtLeastAsync(part, PartBytes, throwOnEndOfStream: false, ct)) > 0)
            yield return part.AsMemory(0, read);
    }

    private static string? Declared(HttpRequest request) =>
        request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant();

    internal sealed record Part(Guid Id, byte[] Content);
}
