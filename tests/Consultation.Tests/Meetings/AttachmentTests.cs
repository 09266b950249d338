using System.Net;
using System.Security.Cryptography;
using CivicPlatform.Consultation.Attachments;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Consultation.Tests.Meetings;

/// <summary>Photos and papers of a meeting: what they are, their content says (EVT-03).</summary>
public sealed class AttachmentTests(ConsultationService service)
{
    private static readonly byte[] s_jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. "a photo of the table"u8];
    private static readonly byte[] s_png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. "a plan"u8];
    private static readonly byte[] s_pdf = [.. "%PDF-1.7 signed minutes"u8];

    [Fact, Trait("rule", "EVT-03")]
    public async Task comes_back_byte_for_byte_with_its_hash_and_is_unreadable_at_rest()
    {
        var meeting = await MeetingStory.OpenAsync(service);
        (byte[] Content, string Type, string Purpose)[] files =
        [
            (s_jpeg, "image/jpeg", "PHOTO"), (s_png, "image/png", "PLAN"),
            (Large(), "application/pdf", "SIGNED_MINUTES"),
        ];
        foreach (var (content, type, purpose) in files)
        {
            var kept = (await meeting.AttachAsync(content, type, purpose)).Expect(HttpStatusCode.Created);
            Assert.Equal((Hash(content), type, purpose, $"{content.Length}"),
                (kept["contentHash"], kept["mediaType"], kept["purpose"], kept["bytes"]));
            var read = (await meeting.Office.Clerk.GetAsync($"{meeting.Path}/attachments/{kept.Id}"))
                .Expect(HttpStatusCode.OK);
            Assert.Equal((type, $"\"{Hash(content)}\""), (read.MediaType, read.ETag));
            Assert.Equal(content, read.Body);
        }
        var list = (await meeting.Office.Clerk.GetAsync($"{meeting.Path}/attachments")).Expect(HttpStatusCode.OK);
        Assert.Equal(3, list.Json.GetProperty("items").GetArrayLength());
        var plain = Convert.ToHexStringLower("a photo of the table"u8);
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            $"select count(*) from attachment_parts where position('{plain}' in encode(content, 'hex')) > 0"));
        Assert.Equal(3L, await service.Host.QueryAsync<long>( // 600 KB lie in three parts of at most 256 KiB.
            "select count(*) from attachment_parts p join meeting_attachments a on a.id = p.attachment_id " +
            $"where a.meeting_id = '{meeting.Id}' and a.media_type = 'application/pdf'"));
    }

    [Theory, Trait("rule", "EVT-03")]
    [InlineData("MZ\u0090", "image/jpeg", "attachments.not_recognised")]
    [InlineData("<html><script>alert(1)</script>", "application/pdf", "attachments.not_recognised")]
    [InlineData("PK\u0003\u0004 a document with macros", "application/pdf", "attachments.not_recognised")]
    [InlineData(" %PDF-1.7", "application/pdf", "attachments.not_recognised")]
    [InlineData("%PDF", "application/pdf", "attachments.not_recognised")]
    [InlineData("%PDF-1.7", "image/png", "attachments.type_differs")]
    [InlineData("%PDF-1.7", "application/octet-stream", "attachments.type_differs")]
    public async Task only_what_is_a_photo_or_a_pdf_by_its_content_is_kept(string content, string type, string code)
    {
        var meeting = await MeetingStory.OpenAsync(service);

        var refused = await meeting.AttachAsync(System.Text.Encoding.Latin1.GetBytes(content), type);

        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal("EVT-03", refused.Rule);
        await NothingKeptAsync(meeting);
    }

    [Fact, Trait("rule", "EVT-03")]
    public async Task the_bound_is_ten_mebibytes_and_an_empty_file_is_none()
    {
        var meeting = await MeetingStory.OpenAsync(service);
        (await meeting.AttachAsync([], "application/pdf")).ExpectProblem(
            HttpStatusCode.BadRequest, "attachments.empty");
        var largest = new byte[MeetingAttachment.MaxBytes];
        s_pdf.CopyTo(largest, 0);
        (await meeting.AttachAsync([.. largest, 0], "application/pdf"))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "attachments.too_large");
        await NothingKeptAsync(meeting);

        (await meeting.AttachAsync(largest, "application/pdf")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task the_same_bytes_again_are_the_attachment_that_is_there()
    {
        var meeting = await MeetingStory.OpenAsync(service);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => meeting.AttachAsync(s_pdf, "application/pdf")));

        Assert.Equal(1, answers.Count(a => a.Status is HttpStatusCode.Created));
        Assert.Equal(3, answers.Count(a => a.Status is HttpStatusCode.OK));
        Assert.Single(answers.Select(a => a.Id).Distinct());
        Assert.Equal(1L, await service.Host.QueryAsync<long>(
            "select count(*) from attachment_parts p join meeting_attachments a on a.id = p.attachment_id " +
            $"where a.meeting_id = '{meeting.Id}'"));
        var second = await MeetingStory.OpenAsync(service); // Another meeting may show the same paper.
        (await second.AttachAsync(s_pdf, "application/pdf")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task an_attachment_belongs_to_its_office_and_its_meeting()
    {
        var (meeting, other) = (await MeetingStory.OpenAsync(service), await MeetingStory.OpenAsync(service));
        var file = (await meeting.AttachAsync(s_jpeg, "image/jpeg")).Expect(HttpStatusCode.Created).Id;
        var path = $"{meeting.Path}/attachments/{file}";

        (await other.Office.Clerk.GetAsync(path)).ExpectProblem(HttpStatusCode.NotFound, "attachments.not_found");
        var second = await meeting.AnotherAsync();
        (await meeting.Office.Clerk.GetAsync($"{second.Path}/attachments/{file}")).Expect(HttpStatusCode.NotFound);
        (await meeting.AttachAsync(s_png, "image/png", client: other.Office.Clerk))
            .ExpectProblem(HttpStatusCode.NotFound, "meetings.not_found");
        (await meeting.Office.As(Roles.GridOfficer).GetAsync(path)).Expect(HttpStatusCode.Forbidden);
        (await meeting.AttachAsync(s_png, "image/png", client: meeting.Office.As(Roles.OwnersCommittee)))
            .Expect(HttpStatusCode.Forbidden);
        (await meeting.AttachAsync(s_png, "image/png", purpose: "SELFIE")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from meeting_attachments where meeting_id = '{meeting.Id}'"));
    }

    private static byte[] Large()
    {
        var content = new byte[600_000];
        new Random(1).NextBytes(content);
        s_pdf.CopyTo(content, 0);
        return content;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task NothingKeptAsync(MeetingStory meeting) => Assert.Equal(0L, await service.Host.QueryAsync<long>(
        $"select count(*) from attachment_parts p where p.street_code = '{meeting.Office.Street}'"));
}
