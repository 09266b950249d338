using System.Net;
using System.Net.Http.Headers;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Meetings;

/// <summary>One meeting of one office, with the calls around it.</summary>
internal sealed record MeetingStory(Office Office, Guid Estate, Guid Id)
{
    public string Path => $"/api/v1/meetings/{Id}";

    public static async Task<MeetingStory> OpenAsync(ConsultationService service, string kind = "ROADSHOW")
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(Estates.Of(1));
        return await new MeetingStory(office, estate, default).AnotherAsync(kind);
    }

    /// <summary>Another meeting of the same office and estate.</summary>
    public async Task<MeetingStory> AnotherAsync(string kind = "ROADSHOW") => this with
    {
        Id = (await Office.Clerk.PostAsync("/api/v1/meetings", new
        {
            estateId = Estate, kind, title = "协商会", heldOn = "2024-05-06", agenda = new[] { "方案" },
        })).Expect(HttpStatusCode.Created).Id,
    };

    public Task<Answer> AttachAsync(
        byte[] content, string mediaType, string purpose = "PHOTO", ApiClient? client = null)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return (client ?? Office.Clerk).SendAsync(
            HttpMethod.Post, $"{Path}/attachments?purpose={purpose}", body, $"{Guid.NewGuid()}");
    }
}
