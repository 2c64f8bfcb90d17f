import Foundation
import TestSupport
import Testing

/// How the environment rules what `cnns models pull` fetches, without a network.
struct FetchingTests {
    private func pull(_ name: String, _ environment: [String: String]) throws -> (run: ProgramRun, cache: TestSupport.TemporaryFolder) {
        let cache = TestSupport.TemporaryFolder()
        let own = [
            "CNNS_CACHE": cache.path, "https_proxy": "", "HTTPS_PROXY": "", "ALL_PROXY": "", "all_proxy": "", "no_proxy": "",
            "NO_PROXY": "",
        ]
        return (try Program.run("models", "pull", name, environment: own.merging(environment) { $1 }), cache)
    }

    @Test func `a proxy is asked for the publisher's server`() throws {
        let proxy = try LoopbackServer { _ in .raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 0") }
        let (run, cache) = try pull("resnet18", ["https_proxy": proxy.address("")])
        #expect(run.status == 1)
        #expect(proxy.requests.map(\.method) == ["CONNECT"])
        #expect(proxy.requests.first?.path.hasSuffix(":443") == true)
        #expect(run.errorText.contains("403"))
        #expect(cache.names.isEmpty)
    }

    @Test(arguments: ["resnet18", "mtcnn-pnet"]) func `offline the program says what is missing`(name: String) throws {
        let (run, cache) = try pull(name, ["CNNS_OFFLINE": "1"])
        #expect(run.status == 1)
        #expect(run.errorText.contains("is not in the cache, and CNNS_OFFLINE forbids to fetch it from"))
        #expect(cache.names.isEmpty)
    }

    @Test func `a mirror takes the place of the publisher's server`() throws {
        let proxy = try LoopbackServer { _ in .raw("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0") }
        let (run, _) = try pull("resnet18", ["https_proxy": proxy.address(""), "CNNS_MIRROR": "https://mirror.invalid:8443/weights"])
        #expect(run.status == 1)
        #expect(proxy.requestedPaths == ["mirror.invalid:8443"])
    }

    @Test func `a mirror that is no address is named`() throws {
        let (run, _) = try pull("resnet18", ["CNNS_MIRROR": "mirror.invalid"])
        #expect(run.status == 1)
        #expect(run.errorText.contains("expected an address that begins with 'https://' in CNNS_MIRROR, found 'mirror.invalid'"))
    }
}
