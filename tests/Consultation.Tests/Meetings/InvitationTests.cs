using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Meetings;

/// <summary>Invitations with proof of service: sent is not delivered (EVT-03).</summary>
public sealed class InvitationTests(ConsultationService service)
{
    private const string Sent = "2024-05-02T10:00:00+08:00";
    private static readonly string s_paper = new('a', 64);

    [Fact, Trait("rule", "EVT-03"), Trait("rule", "PIPE-03")]
    public async Task sent_is_not_delivered_until_there_is_a_proof()
    {
        var meeting = await MeetingStory.OpenAsync(service, "JOINT");
        var provider = (await InviteAsync(meeting, "PROVIDER")).Expect(HttpStatusCode.Created);
        Assert.Equal("False", provider["delivered"]);
        (await InviteAsync(meeting, "LIFT_COMPANY", "MAIL")).Expect(HttpStatusCode.Created);
        Assert.Equal(["OWNERS_COMMITTEE", "PROVIDER", "LIFT_COMPANY"], await UnreachedAsync(meeting));

        var served = (await ServeAsync(meeting, provider.Id)).Expect(HttpStatusCode.Created);

        Assert.Equal(("True", "PARTY_STAFF"), (served["delivered"], served["receiver"]));
        Assert.Equal(["OWNERS_COMMITTEE", "LIFT_COMPANY"], await UnreachedAsync(meeting));
        (await ServeAsync(meeting, provider.Id))
            .ExpectProblem(HttpStatusCode.Conflict, "invitations.delivered_already");
        await Eventually.Async(async () => Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from platform.seal_blocks where chain = 'services' and '{provider.Id}' = any(keys)")));
        await Assert.ThrowsAnyAsync<Exception>(() => service.Host.QueryAsync<int>(
            $"update invitation_services set delivered_at = now() where invitation_id = '{provider.Id}' returning 1"));
    }

    [Theory, Trait("rule", "EVT-03")]
    [InlineData("2024-05-02T09:59:59+08:00", 422)]
    [InlineData("2024-05-02T10:00:00+08:00", 201)] // Handed over: sent and delivered at the same moment.
    [InlineData("2024-05-02T02:00:00Z", 201)]
    [InlineData("2099-01-01T00:00:00+08:00", 422)]
    [InlineData("yesterday", 400)]
    public async Task nothing_arrives_before_it_was_sent_or_tomorrow(string deliveredAt, int status)
    {
        var meeting = await MeetingStory.OpenAsync(service);
        var invitation = (await InviteAsync(meeting, "RESIDENTS", "POSTED")).Expect(HttpStatusCode.Created).Id;

        var answer = await ServeAsync(meeting, invitation, deliveredAt);

        Assert.Equal(status, (int)answer.Status);
        if (status == 422) Assert.Equal("invitations.delivered_out_of_range", answer.Code);
    }

    [Fact, Trait("rule", "EVT-03")]
    public async Task two_proofs_at_the_same_moment_are_one()
    {
        var meeting = await MeetingStory.OpenAsync(service);
        var invitation = (await InviteAsync(meeting, "RESIDENTS")).Id;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ServeAsync(meeting, invitation)));

        Assert.Equal(1, answers.Count(a => a.Status is HttpStatusCode.Created));
        Assert.Equal(3, answers.Count(a => a.Status is HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task an_invitation_is_of_its_meeting_and_its_office()
    {
        var (meeting, other) = (await MeetingStory.OpenAsync(service), await MeetingStory.OpenAsync(service));
        var invitation = (await InviteAsync(meeting, "COMMUNITY")).Expect(HttpStatusCode.Created).Id;
        (await InviteAsync(meeting, "COMMUNITY"))
            .ExpectProblem(HttpStatusCode.Conflict, "invitations.sent_already");
        (await InviteAsync(meeting, "COMMUNITY", sentAt: "2099-01-01T00:00:00Z"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "invitations.sent_in_future");
        foreach (var wrong in (MeetingStory[])[other, await meeting.AnotherAsync()])
            (await ServeAsync(wrong, invitation)).ExpectProblem(HttpStatusCode.NotFound, "invitations.not_found");
        (await other.Office.Clerk.GetAsync($"{meeting.Path}/invitations")).Expect(HttpStatusCode.NotFound);
        (await (meeting with { Office = other.Office }).Office.Clerk.PostAsync($"{meeting.Path}/invitations",
            Body("COMMUNITY", "MAIL", Sent))).ExpectProblem(HttpStatusCode.NotFound, "meetings.not_found");
        (await meeting.Office.As(Roles.Owner).PostAsync($"{meeting.Path}/invitations", Body("COMMUNITY", "MAIL", Sent)))
            .Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{"party":"NEIGHBOURS","channel":"MAIL","sentAt":"SENT","documentHash":"HASH"}""")]
    [InlineData("""{"party":"PROVIDER","channel":"PIGEON","sentAt":"SENT","documentHash":"HASH"}""")]
    [InlineData("""{"party":"PROVIDER","channel":"MAIL","sentAt":"SENT","documentHash":"ABC"}""")]
    [InlineData("""{"party":"PROVIDER","channel":"MAIL","sentAt":"SENT","documentHash":null}""")]
    [InlineData("""{"party":"PROVIDER","channel":"MAIL","documentHash":"HASH"}""")]
    public async Task bad_input_invites_nobody(string json)
    {
        var meeting = await MeetingStory.OpenAsync(service);

        var answer = await meeting.Office.Clerk.PostJsonAsync($"{meeting.Path}/invitations", json
            .Replace("SENT", Sent, StringComparison.Ordinal).Replace("HASH", s_paper, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(0, (await meeting.Office.Clerk.GetAsync($"{meeting.Path}/invitations")).Json
            .GetProperty("invitations").GetArrayLength());
    }

    private static object Body(string party, string channel, string sentAt) =>
        new { party, channel, sentAt, documentHash = s_paper };

    private static Task<Answer> InviteAsync(
        MeetingStory meeting, string party, string channel = "IN_PERSON", string sentAt = Sent) =>
        meeting.Office.Clerk.PostAsync($"{meeting.Path}/invitations", Body(party, channel, sentAt));

    private static Task<Answer> ServeAsync(
        MeetingStory meeting, Guid invitation, string deliveredAt = "2024-05-02T16:30:00+08:00") =>
        meeting.Office.Clerk.PostAsync($"{meeting.Path}/invitations/{invitation}/services", new
        {
            deliveredAt, receiver = "PARTY_STAFF", proofHash = new string('b', 64),
        });

    private static async Task<string[]> UnreachedAsync(MeetingStory meeting) =>
    [
        .. (await meeting.Office.Clerk.GetAsync($"{meeting.Path}/invitations")).Expect(HttpStatusCode.OK).Json
            .GetProperty("unreached").EnumerateArray().Select(p => p.GetString()!),
    ];
}
