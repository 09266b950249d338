using System.Net;
using System.Security.Cryptography;
using System.Text;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Evidence;

/// <summary>The scan of a paper: filed ciphered, named by hash, sealed until the count.</summary>
public sealed class EvidenceTests(ConsultationService service)
{
    private const string Marker = "业主签名赞成";

    [Fact, Trait("rule", "VOTE-24")]
    public async Task a_paper_names_a_scan_that_was_filed()
    {
        var (office, motion) = await OpenAsync(4);
        var scan = Scan(1);
        var filed = (await UploadAsync(office, motion, scan)).Expect(HttpStatusCode.Created);
        Assert.Equal((Hash(scan), "application/pdf", $"{scan.Length}"),
            (filed["sha256"], filed["mediaType"], filed["bytes"]));

        var ballot = (await CastAsync(office, motion, "101", Hash(scan))).Expect(HttpStatusCode.Created).Id;
        var unknown = (await CastAsync(office, motion, "102", new string('0', 64)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "evidence.unknown");
        Assert.Equal("VOTE-24", unknown.Rule);
        (await CastAsync(office, motion, "102", "无")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("1", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}/turnout"))["ballots"]);

        var listed = (await ListAsync(office, motion)).Json.GetProperty("items")[0];
        Assert.Equal((filed.Id, ballot),
            (listed.GetProperty("id").GetGuid(), listed.GetProperty("ballots")[0].GetGuid()));
        // A scan of another motion is none of this one.
        var other = await office.OpenAsync(await RollOfAsync(office, motion));
        (await CastAsync(office, other, "101", Hash(scan)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "evidence.unknown");
    }

    [Fact, Trait("rule", "PRIV-14")]
    public async Task nobody_reads_a_scan_before_the_count_and_each_look_is_written_down()
    {
        var (office, motion) = await OpenAsync(2);
        var scan = Scan(2, size: 200_000); // Several blocks.
        var path = $"/api/v1/motions/{motion}/evidence-files/{(await UploadAsync(office, motion, scan)).Id}";
        foreach (var role in (string[])[Roles.Auditor, Roles.TallyClerk])
        {
            var sealedAway = (await office.As(role).GetAsync(path))
                .ExpectProblem(HttpStatusCode.Conflict, "evidence.sealed_until_close");
            Assert.Equal("PRIV-14", sealedAway.Rule);
        }
        await office.CloseAsync(motion);

        var read = (await office.As(Roles.Auditor).GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Equal("application/pdf", read.MediaType);
        Assert.True(scan.AsSpan().SequenceEqual(read.Body));
        Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from platform.audit where action = 'evidence.read' and street_code = '{office.Street}'"));
        foreach (var role in (string[])[Roles.StreetClerk, Roles.CommunityWorker, Roles.DistrictSupervisor])
            (await office.As(role).GetAsync(path)).Expect(HttpStatusCode.Forbidden);
        (await service.NewOffice().As(Roles.Auditor).GetAsync(path))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/evidence-files/{Guid.NewGuid()}"))
            .ExpectProblem(HttpStatusCode.NotFound, "evidence.not_found");
    }

    [Theory]
    [InlineData("", "application/pdf")]
    [InlineData("<html><script>alert(1)</script></html>", "image/png")]
    [InlineData("%PD", "application/pdf")]
    [InlineData("{\"a\":1}", "application/json")]
    public async Task takes_nothing_that_is_no_photo_and_no_pdf(string content, string mediaType)
    {
        var (office, motion) = await OpenAsync(1);
        (await office.TallyClerk.PostCsvAsync(
            $"/api/v1/motions/{motion}/evidence-files", Encoding.UTF8.GetBytes(content), mediaType: mediaType))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "evidence.not_recognised");
        Assert.Equal("0", $"{(await ListAsync(office, motion)).Json.GetProperty("items").GetArrayLength()}");
    }

    [Theory]
    [InlineData("FFD8FFE000104A46", "image/jpeg")]
    [InlineData("89504E470D0A1A0A", "image/png")]
    public async Task tells_photos_by_their_content(string head, string mediaType)
    {
        var (office, motion) = await OpenAsync(1);
        byte[] photo = [.. Convert.FromHexString(head), .. RandomNumberGenerator.GetBytes(64 * 1024)];
        var filed = (await UploadAsync(office, motion, photo)).Expect(HttpStatusCode.Created);
        Assert.Equal(mediaType, filed["mediaType"]);
    }

    [Fact]
    public async Task refuses_a_scan_that_is_too_large_and_strangers()
    {
        var (office, motion) = await OpenAsync(1);
        using var large = new ByteArrayContent(Scan(3, size: (10 * 1024 * 1024) + 1));
        (await office.TallyClerk.SendAsync( // Asks before it sends, else the refusal may cut the sending off.
            HttpMethod.Post, $"/api/v1/motions/{motion}/evidence-files", large, "k1", ("Expect", "100-continue")))
            .Expect(HttpStatusCode.RequestEntityTooLarge);
        (await UploadAsync(office, motion, Scan(3, size: 10 * 1024 * 1024))).Expect(HttpStatusCode.Created);
        (await UploadAsync(service.NewOffice(), motion, Scan(3)))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        (await office.As(Roles.Owner).PostCsvAsync($"/api/v1/motions/{motion}/evidence-files", Scan(3)))
            .Expect(HttpStatusCode.Forbidden);
    }

    [Fact, Trait("rule", "PRIV-14")]
    public async Task stands_ciphered_on_disk_and_a_second_upload_mends_a_broken_one()
    {
        var (office, motion) = await OpenAsync(2);
        var scan = Scan(4, size: 150_000);
        var file = (await UploadAsync(office, motion, scan)).Expect(HttpStatusCode.Created).Id;
        var path = Assert.Single(Directory.EnumerateFiles(
            service.Host.Database.SealFolder + "-evidence", $"{file:N}", SearchOption.AllDirectories));
        var first = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(-1, first.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marker)));
        await office.CloseAsync(motion);

        // The first block alone is whole, and yet the file is not: its row knows the hash of all.
        var cut = first[..(sizeof(int) + BitConverter.ToInt32(first))];
        foreach (var broken in (byte[][])[cut, [], [.. first[..^1], (byte)(first[^1] ^ 1)]])
        {
            await File.WriteAllBytesAsync(path, broken, TestContext.Current.CancellationToken);
            (await ReadAsync(office, motion, file)).ExpectProblem(HttpStatusCode.Conflict, "evidence.damaged");
        }
        File.Delete(path);
        (await ReadAsync(office, motion, file)).ExpectProblem(HttpStatusCode.Conflict, "evidence.damaged");
        Assert.Equal(file, (await UploadAsync(office, motion, scan)).Expect(HttpStatusCode.OK).Id);
        var mended = (await ReadAsync(office, motion, file)).Body;
        Assert.True(scan.AsSpan().SequenceEqual(mended));
    }

    [Fact, Trait("rule", "VOTE-24")]
    public async Task a_file_may_name_scans_that_follow_and_the_gaps_are_counted()
    {
        var (office, motion) = await OpenAsync(5);
        var hash = Hash(Scan(5));
        const string Header = "building,entrance,room,choice,channel,cast_at,evidence_hash\n";
        (await office.ImportAsync(motion, Header + "1,1,101,FOR,PAPER,2023-05-20 09:02:00,keiner\n"))
            .Expect(HttpStatusCode.UnprocessableEntity);
        (await office.ImportAsync(motion, Header +
            $"1,1,101,FOR,PAPER,2023-05-20 09:02:00,{hash}\n1,1,102,FOR,DOOR_TO_DOOR,2023-05-20 09:02:00,\n" +
            "1,1,103,FOR,MEETING,2023-05-20 09:02:00,\n")).Expect(HttpStatusCode.Created);
        await GapsAreAsync(office, motion, papers: 2, filed: 0, hashOnly: 1, without: 1);

        (await UploadAsync(office, motion, Scan(5))).Expect(HttpStatusCode.Created);
        await GapsAreAsync(office, motion, papers: 2, filed: 1, hashOnly: 0, without: 1);
    }

    [Fact, Trait("rule", "VOTE-24")]
    public async Task a_scan_is_tied_to_a_paper_afterwards_and_never_to_another_one()
    {
        var (office, motion) = await OpenAsync(3);
        var ballot = (await office.CastAsync(motion, "101", "FOR")).Expect(HttpStatusCode.Created).Id;
        await GapsAreAsync(office, motion, papers: 1, filed: 0, hashOnly: 0, without: 1);
        await office.CloseAsync(motion);

        (await UploadAsync(office, motion, Scan(6), Guid.NewGuid()))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.not_of_this_motion");
        (await UploadAsync(office, motion, Scan(6), ballot)).Expect(HttpStatusCode.Created);
        (await UploadAsync(office, motion, Scan(6), ballot)).Expect(HttpStatusCode.OK);
        var other = (await UploadAsync(office, motion, Scan(7), ballot))
            .ExpectProblem(HttpStatusCode.Conflict, "evidence.ballot_has_other");
        Assert.Equal("VOTE-24", other.Rule);
        await GapsAreAsync(office, motion, papers: 1, filed: 1, hashOnly: 0, without: 0);
        Assert.Equal(1, (await ListAsync(office, motion)).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task the_same_scan_at_the_same_moment_is_one()
    {
        var (office, motion) = await OpenAsync(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UploadAsync(office, motion, Scan(8))));
        Assert.Equal(1, answers.Count(a => a.Status is HttpStatusCode.Created));
        Assert.Single(answers.Select(a => a.Id).Distinct());
    }

    private static async Task GapsAreAsync(
        Office office, Guid motion, int papers, int filed, int hashOnly, int without)
    {
        var gaps = (await office.Clerk.GetAsync($"/api/v1/motions/{motion}/evidence-gaps")).Expect(HttpStatusCode.OK);
        Assert.Equal(($"{papers}", $"{filed}", $"{hashOnly}", $"{without}", "1", "1"),
            (gaps["papers"], gaps["filed"], gaps["hashOnly"], gaps["without"], gaps["notice.named"],
                gaps["notice.missing"]));
    }

    private static byte[] Scan(int number, int size = 500)
    {
        var scan = new byte[size];
        new Random(number).NextBytes(scan);
        Encoding.UTF8.GetBytes($"%PDF-1.7 {Marker} {number}").CopyTo(scan, 0);
        return scan;
    }

    private static string Hash(byte[] scan) => Convert.ToHexStringLower(SHA256.HashData(scan));

    private static Task<Answer> UploadAsync(Office office, Guid motion, byte[] scan, Guid? ballot = null) =>
        office.TallyClerk.PostCsvAsync(
            $"/api/v1/motions/{motion}/evidence-files{(ballot is null ? "" : $"?ballotId={ballot}")}", scan,
            mediaType: "application/octet-stream");

    private static Task<Answer> ReadAsync(Office office, Guid motion, Guid file) =>
        office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/evidence-files/{file}");

    private static async Task<Answer> ListAsync(Office office, Guid motion) =>
        (await office.TallyClerk.GetAsync($"/api/v1/motions/{motion}/evidence-files")).Expect(HttpStatusCode.OK);

    private static Task<Answer> CastAsync(Office office, Guid motion, string room, string evidenceHash) =>
        office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
        {
            building = "1", entrance = "1", room, choice = "FOR", channel = "PAPER",
            castAt = "2023-05-20T09:02:00+08:00", evidenceHash,
        });

    private static async Task<Guid> RollOfAsync(Office office, Guid motion) =>
        (await office.Clerk.GetAsync($"/api/v1/motions/{motion}")).Json.GetProperty("rollId").GetGuid();

    private async Task<(Office Office, Guid Motion)> OpenAsync(int units)
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(units)));
        return (office, await office.OpenAsync(roll));
    }
}
