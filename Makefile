# What one types in this repository. Everything sets up what it needs, says so, and is quick the second time.

SWIFT ?= swift
CNNS = .build/release/cnns

# The Swift runtime is part of the program: it starts in half the time, and where no Swift is installed. Nobody links with the program,
# so it need not offer its symbols.
RELEASE_FLAGS = --configuration release --static-swift-stdlib -Xswiftc -cross-module-optimization -Xswiftc -use-ld=lld \
	-Xlinker --strip-debug -Xlinker --no-export-dynamic
# An import that Package.swift does not declare is an error: the arrows of Documentation/Architecture.md.
TEST_FLAGS = --explicit-target-dependency-import-check error
# Tests that play terminals run one after another: a probe waits a quarter of a second for an answer, as it does for a real terminal.
IN_TURN = --skip-build --no-parallel --filter EndToEndTests

.PHONY: tour test sanitize fuzz test-release build format lint docs bench agreement packages python clean

## tour: build, fetch a network and a photograph, name the cat, and save the figures in tour/
tour: build
	@Tools/tour.sh $(CNNS) tour

## build: the program, optimized
build: packages
	@echo "Building cnns (release)"
	@$(SWIFT) build $(RELEASE_FLAGS) --product cnns

## test: every test, with the peers and files that they compare with
test: packages python
	@echo "Building the tests"
	@$(SWIFT) build --build-tests $(TEST_FLAGS)
	@echo "Fetching what tests need into the cache"
	@Tests/fetch-conformance.sh
	@CNNS_FETCH=1 $(SWIFT) test --skip-build --quiet --filter AssetFetchTests
	@$(SWIFT) test --skip-build --skip EndToEndTests
	@$(SWIFT) test $(IN_TURN)

## fuzz: ten minutes of coverage-guided fuzzing with AddressSanitizer for each of the readers of strangers' bytes (two hours)
fuzz: packages
	@Tools/run-fuzzers.sh

## sanitize: the kernels over odd shapes, with AddressSanitizer and UndefinedBehaviorSanitizer
sanitize:
	@Tools/run-sanitizers.sh

## test-release: the program's own tests once more, on the optimized build
test-release: build
	@CNNS_PROGRAM=$(CNNS) $(SWIFT) test $(IN_TURN)

## notebooks: what the examples show now: recorded figures and Notebooks/, after a change that is meant
notebooks: build
	@Tools/make-notebooks.sh $(CNNS)

## format: all Swift code, in place
format:
	@$(SWIFT) format format --in-place --parallel --recursive --configuration .swift-format Package.swift Sources Tests

## lint: complains where code is not formatted or breaks a rule, or kernels are not what ARM processors could run
lint:
	@$(SWIFT) format lint --strict --parallel --recursive --configuration .swift-format Package.swift Sources Tests
	@Tools/check-arm-kernels.sh

## docs: the reference of every target, in .build/docs
docs: packages
	@Tools/make-docs.sh

## bench: cnns beside itself and its peers
bench: build
	@$(SWIFT) build $(RELEASE_FLAGS) --product cnns-bench
	@Tools/run-benchmarks.sh .build/release bench

## agreement: attributions beside those of Captum and pytorch-grad-cam
agreement: build
	@$(SWIFT) build $(RELEASE_FLAGS) --product cnns-bench
	@Tools/run-agreement.sh .build/release bench

packages:
	@Tools/install-system-packages.sh

python: packages
	@Tools/make-python-environment.sh

clean:
	@rm -rf .build .build-fuzz .build-sanitizers .build-python .build-peers bench tour
