using System.Text;

namespace CivicPlatform.Funds.Tests.Disclosure;

/// <summary>./civic verify-disclosure on what the service gives out, and on what a forger would.</summary>
public sealed class VerifyDisclosureTests(FundsHost funds)
{
    [Fact, Trait("rule", "RAISE-10")]
    public async Task proof_lines_and_chain_agree_and_it_says_what_it_could_not_check()
    {
        var (estate, page, next) = await TwoPagesAsync();
        using var verifier = new Verifier();
        var (proof, lines, chain) = (await estate.ProofAsync(page, estate.Flat("2", 1)), await estate.LinesAsync(page),
            await estate.ChainAsync("2"));

        var all = await verifier.RunAsync([proof, lines, await estate.LinesAsync(next), chain]);
        Assert.Equal(0, all.Code);
        Assert.Contains("of 9: bill 1613.70, paid 1613.70, credit 0.01, paid in full", all.Output,
            StringComparison.Ordinal);
        Assert.Contains("all 9 lines give its root and add up to it, to the fen: collected 3227.41 of 11295.90, 2 of 7",
            all.Output, StringComparison.Ordinal);
        Assert.Contains("2 pages, each hashed over the one before", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("that everybody is shown this page", all.Output, StringComparison.Ordinal);

        var alone = await verifier.RunAsync([proof]);
        Assert.Equal(0, alone.Code);
        Assert.Contains("not checked  ", alone.Output, StringComparison.Ordinal);
        Assert.Contains("that everybody is shown this page", alone.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await verifier.RunAsync([proof], "--hash", new string('0', 64))).Code);
        Assert.Equal(2, (await verifier.RunAsync([])).Code);
        Assert.Equal(2, (await verifier.RunAsync([], "/nowhere/at/all")).Code);
    }

    [Fact, Trait("rule", "RAISE-10")]
    public async Task one_changed_fen_a_removed_or_an_added_line_is_found()
    {
        var (estate, page, _) = await TwoPagesAsync();
        using var verifier = new Verifier();
        var (proof, lines) = (await estate.ProofAsync(page, estate.Flat("2", 0)), await estate.LinesAsync(page));
        var same = Forgery.Rebuild(lines, text => text, line => line);
        Assert.Null(verifier.FaultOf(Encoding.UTF8.GetBytes(lines)));
        Assert.Null(verifier.FaultOf(Encoding.UTF8.GetBytes(same))); // The forger's tools change nothing by themselves.

        Finds("a line was changed", lines.Replace(
            "\\\"paid\\\":\\\"0.01\\\"", "\\\"paid\\\":\\\"0.02\\\"", StringComparison.Ordinal));
        Finds("a line was removed or added", Forgery.Lines(lines, all => all.Take(all.Count - 1)));
        Finds("a line was removed or added", Forgery.Lines(lines, all => [.. all, all[^1]]));
        Finds("a line was changed", Forgery.Lines(lines, all => [all[0], all[2], all[1], .. all.Skip(3)]));
        Finds("text and hash do not agree", lines.Replace("3227.41", "3227.42", StringComparison.Ordinal));
        Finds("text and hash do not agree", proof.Replace("3227.41", "3227.42", StringComparison.Ordinal));
        Finds("leaf and path do not give its root", proof.Replace("\\\"1613.70\\\",\\\"paid\\\":\\\"1613.70\\\"",
            "\\\"1613.71\\\",\\\"paid\\\":\\\"1613.71\\\"", StringComparison.Ordinal));

        // With roots and hashes made again, the sums tell.
        Finds("collected is wrong", Forgery.Rebuild(lines, text => text.Replace("3227.41", "3227.42",
            StringComparison.Ordinal), line => line));
        Finds("collected is wrong", Forgery.Rebuild(lines, text => text, line => line.Replace(
            "\"paid\":\"0.01\"", "\"paid\":\"0.02\"", StringComparison.Ordinal)));
        Finds("contradicts itself", Forgery.Rebuild(lines, text => text, line => line.Replace(
            "\"paidInFull\":true", "\"paidInFull\":false", StringComparison.Ordinal)));
        Finds("spendings of the page", Forgery.Rebuild(lines, text => text, line => line.Replace(
            "某电梯公司", "某某电梯公司", StringComparison.Ordinal)));
        Finds("cannot be read", Forgery.Lines(lines, all => [.. all.Take(3), all[3][..40]]));

        void Finds(string fault, string file) =>
            Assert.Contains(fault, verifier.FaultOf(Encoding.UTF8.GetBytes(file)), StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "RAISE-10")]
    public async Task a_swapped_page_a_broken_chain_and_a_second_page_for_others_are_found()
    {
        var (estate, page, next) = await TwoPagesAsync();
        using var verifier = new Verifier();
        var chain = await estate.ChainAsync("2");
        var (lines, proof) = (await estate.LinesAsync(page), await estate.ProofAsync(page, estate.Flat("2", 1)));

        await FindsAsync("the chain is broken", Forgery.Lines(chain, all => [all[0], all[2], all[1]]));
        await FindsAsync("a page was removed or added", Forgery.Lines(chain, all => all.Take(2)));
        await FindsAsync("a page was removed or added", Forgery.Lines(chain, all => [.. all, all[2]]));
        await FindsAsync("another id", Forgery.Rehash(proof, text => text.Replace($"{page}", $"{next}",
            StringComparison.Ordinal)));
        // Everything made again, and yet it is not what the others see.
        var forged = Forgery.Rebuild(lines, text => text.Replace("3227.41", "3227.42", StringComparison.Ordinal),
            line => line.Replace("\"paid\":\"0.01\"", "\"paid\":\"0.02\"", StringComparison.Ordinal));
        Assert.Equal(0, (await verifier.RunAsync([forged])).Code);
        await FindsAsync("two files differ", forged, proof);
        await FindsAsync("two files differ", forged, chain);
        var another = Forgery.Rebuild(lines, text => text.Replace("\"version\":1", "\"version\":7",
            StringComparison.Ordinal).Replace("\"reason\":null", "\"reason\":\"x\"", StringComparison.Ordinal), l => l);
        await FindsAsync("not in the public chain", another, chain);

        var late = Forgery.Lines(chain, all => [all[0].Replace("\"pages\":2", "\"pages\":1", StringComparison.Ordinal),
            all[2]]);
        Assert.Contains("the chain starts in the middle", (await verifier.RunAsync([late])).Output,
            StringComparison.Ordinal);

        async Task FindsAsync(string fault, params string[] files)
        {
            var (code, output) = await verifier.RunAsync(files);
            Assert.Equal((1, true), (code, output.Contains(fault, StringComparison.Ordinal)));
        }
    }

    // Every byte of every file counts, and no file makes it fall over.
    [Fact, Trait("rule", "RAISE-10")]
    public async Task no_byte_can_be_changed_and_no_file_be_cut()
    {
        var (estate, page, _) = await TwoPagesAsync();
        using var verifier = new Verifier();
        string[] files = [await estate.ProofAsync(page, estate.Flat("2", 1)), await estate.LinesAsync(page),
            await estate.ChainAsync("2")];
        var random = new Random(20230612);
        foreach (var file in files)
        {
            var bytes = Encoding.UTF8.GetBytes(file);
            Assert.Null(verifier.FaultOf(bytes));
            for (var i = 0; i < bytes.Length; i++)
            {
                foreach (var other in (byte[])[(byte)(bytes[i] ^ 1), (byte)(bytes[i] ^ 0x20), (byte)random.Next(256)])
                {
                    if (other == bytes[i]) continue;
                    byte[] mutated = [.. bytes[..i], other, .. bytes[(i + 1)..]];
                    Assert.True(verifier.FaultOf(mutated) is not null, $"byte {i} became {other}: {file[..80]}");
                }

                // Without the last line feed nothing is missing.
                if (i < bytes.Length - 1) Assert.True(verifier.FaultOf(bytes[..i]) is not null, $"cut at {i}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"proof\":null}")]
    [InlineData("{\"proof\":{\"format\":null,\"page\":null,\"leaf\":null,\"salt\":null,\"index\":0,\"path\":null}}")]
    [InlineData("{\"proof\":{\"format\":\"civic-line-proof/1\",\"page\":{\"snapshotId\":\"00000000-0000-0000-0000-" +
        "000000000000\",\"text\":\"\",\"previousHash\":\"\",\"hash\":\"\"},\"leaf\":\"\",\"salt\":\"\",\"index\":0," +
        "\"path\":[]}}")]
    [InlineData("{\"line\":{\"leaf\":\"x\",\"salt\":\"y\"}}")]
    [InlineData("{\"chain\":{\"format\":\"civic-page-chain/1\",\"subjectId\":\"00000000-0000-0000-0000-" +
        "000000000000\",\"group\":\"1\",\"pages\":2147483648}}")]
    [InlineData("{\"chain\":{\"format\":\"civic-page-chain/1\",\"subjectId\":\"00000000-0000-0000-0000-" +
        "000000000000\",\"group\":\"1\",\"pages\":0}}")]
    public void what_is_no_file_of_ours_is_a_finding_and_no_crash(string content)
    {
        using var verifier = new Verifier();
        Assert.NotNull(verifier.FaultOf(Encoding.UTF8.GetBytes(content)));
    }

    [Fact]
    public void endless_lines_deep_nests_and_wild_bytes_end_soon()
    {
        using var verifier = new Verifier();
        Assert.NotNull(verifier.FaultOf([.. Enumerable.Repeat((byte)'{', 9 * 1024 * 1024)]));
        Assert.NotNull(verifier.FaultOf(Encoding.UTF8.GetBytes("{\"proof\":" + new string('[', 100_000))));
        Assert.NotNull(verifier.FaultOf(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{}\n", 30_000)))));
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            Assert.NotNull(verifier.FaultOf(bytes));
        }
    }

    private async Task<(DisclosedEstate Estate, Guid Page, Guid Next)> TwoPagesAsync()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var page = (await estate.CloseAsync())["2"];
        return (estate, page, (await estate.CloseAsync("2", "更正"))["2"]);
    }
}
