#include "textflag.h"

// From FLUSH to UNFLUSH results and operands that are subnormal count as 0 (flush to zero, denormals are
// zero; Intel's manual, volume 1, 10.2.3). Gradients and running averages that die away reach them, stay
// there, and cost a hundred cycles each where the processor lets microcode handle them. Both are used by
// functions with a frame of 8 bytes, which Go does not preempt.
#define FLUSH \
	STMXCSR mode-8(SP); \
	MOVL mode-8(SP), AX; \
	ORL $0x8040, AX; \
	MOVL AX, flushing-4(SP); \
	LDMXCSR flushing-4(SP)

#define UNFLUSH \
	LDMXCSR mode-8(SP)

// func productTiles(t *tileArgs)
// Strips of 16 columns of B, down all rows of A four at a time. Y0-Y7 hold the 4 × 16 tile:
// eight sums are what two multiply-adds of four cycles latency need to stay busy.
TEXT ·productTiles(SB), NOSPLIT, $8-8
	FLUSH
	MOVQ t+0(FP), AX
	MOVQ 40(AX), R8           // rsa
	LEAQ (R8)(R8*2), R9
	MOVQ 48(AX), R10          // csa
	MOVQ 56(AX), R11          // ldb
	MOVQ 80(AX), BX           // columns left
	XORQ R12, R12             // the strip's offset

strip:
	MOVQ 72(AX), R13          // rows left
	MOVQ 0(AX), DI
	ADDQ R12, DI
	MOVQ 8(AX), SI
	MOVQ 24(AX), R15
	TESTQ R15, R15
	JZ   tile
	ADDQ R12, R15

tile:
	TESTQ R15, R15
	JZ   zero
	MOVQ 64(AX), CX           // ldi
	VMOVUPS (R15), Y0
	VMOVUPS 32(R15), Y1
	ADDQ CX, R15
	VMOVUPS (R15), Y2
	VMOVUPS 32(R15), Y3
	ADDQ CX, R15
	VMOVUPS (R15), Y4
	VMOVUPS 32(R15), Y5
	ADDQ CX, R15
	VMOVUPS (R15), Y6
	VMOVUPS 32(R15), Y7
	ADDQ CX, R15
	JMP  sum

zero:
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7

sum:
	MOVQ 16(AX), DX
	ADDQ R12, DX
	MOVQ 88(AX), CX
	MOVQ SI, AX               // walks along A; the arguments come back below

depth:
	VMOVUPS (DX), Y8
	VMOVUPS 32(DX), Y9
	VBROADCASTSS (AX), Y10
	VBROADCASTSS (AX)(R8*1), Y11
	VBROADCASTSS (AX)(R8*2), Y12
	VBROADCASTSS (AX)(R9*1), Y13
	VFMADD231PS Y8, Y10, Y0
	VFMADD231PS Y9, Y10, Y1
	VFMADD231PS Y8, Y11, Y2
	VFMADD231PS Y9, Y11, Y3
	VFMADD231PS Y8, Y12, Y4
	VFMADD231PS Y9, Y12, Y5
	VFMADD231PS Y8, Y13, Y6
	VFMADD231PS Y9, Y13, Y7
	ADDQ R10, AX
	ADDQ R11, DX
	DECQ CX
	JNZ  depth

	MOVQ t+0(FP), AX
	CMPQ 96(AX), $0
	JE   store
	VXORPS Y15, Y15, Y15
	VMAXPS Y0, Y15, Y0        // in this order a NaN stays
	VMAXPS Y1, Y15, Y1
	VMAXPS Y2, Y15, Y2
	VMAXPS Y3, Y15, Y3
	VMAXPS Y4, Y15, Y4
	VMAXPS Y5, Y15, Y5
	VMAXPS Y6, Y15, Y6
	VMAXPS Y7, Y15, Y7

store:
	MOVQ 32(AX), CX           // ldc
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ CX, DI
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, 32(DI)
	ADDQ CX, DI
	VMOVUPS Y4, (DI)
	VMOVUPS Y5, 32(DI)
	ADDQ CX, DI
	VMOVUPS Y6, (DI)
	VMOVUPS Y7, 32(DI)
	ADDQ CX, DI
	LEAQ (SI)(R8*4), SI
	SUBQ $4, R13
	JNZ  tile

	ADDQ $64, R12
	SUBQ $16, BX
	JNZ  strip
	VZEROUPPER
	UNFLUSH
	RET

// func productRow(t *tileArgs)
// One row: strips of 64 columns, then of 16.
TEXT ·productRow(SB), NOSPLIT, $8-8
	FLUSH
	MOVQ t+0(FP), AX
	MOVQ 0(AX), DI
	MOVQ 16(AX), R12          // the strip of B
	MOVQ 24(AX), R15          // init
	MOVQ 48(AX), R10          // csa
	MOVQ 56(AX), R11          // ldb
	MOVQ 80(AX), BX           // columns left
	VXORPS Y15, Y15, Y15

wide:
	CMPQ BX, $64
	JLT  narrow
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	TESTQ R15, R15
	JZ   widesum
	VMOVUPS (R15), Y0
	VMOVUPS 32(R15), Y1
	VMOVUPS 64(R15), Y2
	VMOVUPS 96(R15), Y3
	VMOVUPS 128(R15), Y4
	VMOVUPS 160(R15), Y5
	VMOVUPS 192(R15), Y6
	VMOVUPS 224(R15), Y7
	ADDQ $256, R15

widesum:
	MOVQ 8(AX), SI
	MOVQ 88(AX), CX
	MOVQ R12, DX

widedepth:
	VBROADCASTSS (SI), Y10
	VFMADD231PS (DX), Y10, Y0
	VFMADD231PS 32(DX), Y10, Y1
	VFMADD231PS 64(DX), Y10, Y2
	VFMADD231PS 96(DX), Y10, Y3
	VFMADD231PS 128(DX), Y10, Y4
	VFMADD231PS 160(DX), Y10, Y5
	VFMADD231PS 192(DX), Y10, Y6
	VFMADD231PS 224(DX), Y10, Y7
	ADDQ R10, SI
	ADDQ R11, DX
	DECQ CX
	JNZ  widedepth

	CMPQ 96(AX), $0
	JE   widestore
	VMAXPS Y0, Y15, Y0
	VMAXPS Y1, Y15, Y1
	VMAXPS Y2, Y15, Y2
	VMAXPS Y3, Y15, Y3
	VMAXPS Y4, Y15, Y4
	VMAXPS Y5, Y15, Y5
	VMAXPS Y6, Y15, Y6
	VMAXPS Y7, Y15, Y7

widestore:
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VMOVUPS Y4, 128(DI)
	VMOVUPS Y5, 160(DI)
	VMOVUPS Y6, 192(DI)
	VMOVUPS Y7, 224(DI)
	ADDQ $256, DI
	ADDQ $256, R12
	SUBQ $64, BX
	JMP  wide

narrow:
	TESTQ BX, BX
	JZ   done
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	TESTQ R15, R15
	JZ   narrowsum
	VMOVUPS (R15), Y0
	VMOVUPS 32(R15), Y1
	ADDQ $64, R15

narrowsum:
	MOVQ 8(AX), SI
	MOVQ 88(AX), CX
	MOVQ R12, DX

narrowpair:
	CMPQ CX, $2
	JLT  narrowlast
	VBROADCASTSS (SI), Y10
	ADDQ R10, SI
	VFMADD231PS (DX), Y10, Y0
	VFMADD231PS 32(DX), Y10, Y1
	ADDQ R11, DX
	VBROADCASTSS (SI), Y11
	ADDQ R10, SI
	VFMADD231PS (DX), Y11, Y2
	VFMADD231PS 32(DX), Y11, Y3
	ADDQ R11, DX
	SUBQ $2, CX
	JMP  narrowpair

narrowlast:
	TESTQ CX, CX
	JZ   narrowend
	VBROADCASTSS (SI), Y10
	VFMADD231PS (DX), Y10, Y0
	VFMADD231PS 32(DX), Y10, Y1

narrowend:
	VADDPS Y2, Y0, Y0
	VADDPS Y3, Y1, Y1
	CMPQ 96(AX), $0
	JE   narrowstore
	VMAXPS Y0, Y15, Y0
	VMAXPS Y1, Y15, Y1

narrowstore:
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ $64, DI
	ADDQ $64, R12
	SUBQ $16, BX
	JMP  narrow

done:
	VZEROUPPER
	UNFLUSH
	RET

// func maskAsm(d, y *float32, n int)
TEXT ·maskAsm(SB), NOSPLIT, $0-24
	MOVQ d+0(FP), DI
	MOVQ y+8(FP), SI
	MOVQ n+16(FP), CX
	VXORPS Y15, Y15, Y15

masking:
	VMOVUPS (SI), Y0
	VCMPPS $0x1e, Y15, Y0, Y0 // y > 0
	VANDPS (DI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  masking
	VZEROUPPER
	RET

// func transpose8(dst *float32, ldd int, src *float32, lds int)
TEXT ·transpose8(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ ldd+8(FP), R8
	MOVQ src+16(FP), SI
	MOVQ lds+24(FP), R9
	LEAQ (R9)(R9*2), R10
	LEAQ (R8)(R8*2), R11
	LEAQ (SI)(R9*4), DX
	// Rows 0-3 with rows 4-7 in the upper halves, so that all shuffles stay within halves.
	VMOVUPS (SI), X0
	VINSERTF128 $1, (DX), Y0, Y0
	VMOVUPS (SI)(R9*1), X1
	VINSERTF128 $1, (DX)(R9*1), Y1, Y1
	VMOVUPS (SI)(R9*2), X2
	VINSERTF128 $1, (DX)(R9*2), Y2, Y2
	VMOVUPS (SI)(R10*1), X3
	VINSERTF128 $1, (DX)(R10*1), Y3, Y3
	VMOVUPS 16(SI), X4
	VINSERTF128 $1, 16(DX), Y4, Y4
	VMOVUPS 16(SI)(R9*1), X5
	VINSERTF128 $1, 16(DX)(R9*1), Y5, Y5
	VMOVUPS 16(SI)(R9*2), X6
	VINSERTF128 $1, 16(DX)(R9*2), Y6, Y6
	VMOVUPS 16(SI)(R10*1), X7
	VINSERTF128 $1, 16(DX)(R10*1), Y7, Y7
	LEAQ (DI)(R8*4), DX
	VUNPCKLPS Y1, Y0, Y8
	VUNPCKHPS Y1, Y0, Y9
	VUNPCKLPS Y3, Y2, Y10
	VUNPCKHPS Y3, Y2, Y11
	VSHUFPS $0x44, Y10, Y8, Y0
	VSHUFPS $0xee, Y10, Y8, Y1
	VSHUFPS $0x44, Y11, Y9, Y2
	VSHUFPS $0xee, Y11, Y9, Y3
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, (DI)(R8*1)
	VMOVUPS Y2, (DI)(R8*2)
	VMOVUPS Y3, (DI)(R11*1)
	VUNPCKLPS Y5, Y4, Y8
	VUNPCKHPS Y5, Y4, Y9
	VUNPCKLPS Y7, Y6, Y10
	VUNPCKHPS Y7, Y6, Y11
	VSHUFPS $0x44, Y10, Y8, Y0
	VSHUFPS $0xee, Y10, Y8, Y1
	VSHUFPS $0x44, Y11, Y9, Y2
	VSHUFPS $0xee, Y11, Y9, Y3
	VMOVUPS Y0, (DX)
	VMOVUPS Y1, (DX)(R8*1)
	VMOVUPS Y2, (DX)(R8*2)
	VMOVUPS Y3, (DX)(R11*1)
	VZEROUPPER
	RET

// func adamAsm(p, d, m, v *float32, n int, s *adamStep[float32])
TEXT ·adamAsm(SB), NOSPLIT, $8-48
	FLUSH
	MOVQ p+0(FP), DI
	MOVQ d+8(FP), SI
	MOVQ m+16(FP), R8
	MOVQ v+24(FP), R9
	MOVQ n+32(FP), CX
	MOVQ s+40(FP), AX
	VBROADCASTSS 0(AX), Y7    // b1
	VBROADCASTSS 4(AX), Y8    // b1c
	VBROADCASTSS 8(AX), Y9    // b2
	VBROADCASTSS 12(AX), Y10  // b2c
	VBROADCASTSS 16(AX), Y11  // eps
	VBROADCASTSS 20(AX), Y12  // rate
	VBROADCASTSS 24(AX), Y13  // root
	VBROADCASTSS 28(AX), Y14  // keep
	VBROADCASTSS 32(AX), Y15  // l2
	XORQ DX, DX

adaming:
	VMOVUPS (DI)(DX*1), Y0    // p
	VMOVUPS (SI)(DX*1), Y1
	VFMADD231PS Y15, Y0, Y1   // d = g + l2 p
	VMULPS (R8)(DX*1), Y7, Y2
	VFMADD231PS Y8, Y1, Y2    // m
	VMULPS Y1, Y1, Y1
	VMULPS (R9)(DX*1), Y9, Y3
	VFMADD231PS Y10, Y1, Y3   // v
	VMOVUPS Y2, (R8)(DX*1)
	VMOVUPS Y3, (R9)(DX*1)
	VSQRTPS Y3, Y4
	VFMADD213PS Y11, Y13, Y4  // √v root + eps
	VMULPS Y12, Y2, Y2
	VDIVPS Y4, Y2, Y2
	VFMSUB213PS Y2, Y14, Y0   // keep p - rate m / …
	VMOVUPS Y0, (DI)(DX*1)
	ADDQ $32, DX
	SUBQ $8, CX
	JNZ  adaming
	VZEROUPPER
	UNFLUSH
	RET

// Loads the constants of the exponential; AX points to an expArgs.
#define EXPONENTIAL \
	VBROADCASTSS 12(AX), Y12; \
	VBROADCASTSS 16(AX), Y11; \
	VBROADCASTSS 20(AX), Y10; \
	VBROADCASTSS 24(AX), Y9; \
	VBROADCASTSS 28(AX), Y8; \
	VBROADCASTSS 56(AX), Y7

// Y2 = e^Y0, with Y0 held between Y12 and Y11, where a NaN stays: n = round(x / ln 2) in Y1, the
// rest r in Y0, a polynomial in r, and n added into the exponent.
#define EXP \
	VMAXPS Y0, Y12, Y0; \
	VMINPS Y0, Y11, Y0; \
	VMULPS Y10, Y0, Y1; \
	VROUNDPS $0, Y1, Y1; \
	VFNMADD231PS Y9, Y1, Y0; \
	VFNMADD231PS Y8, Y1, Y0; \
	VBROADCASTSS 32(AX), Y2; \
	VBROADCASTSS 36(AX), Y3; \
	VFMADD213PS Y3, Y0, Y2; \
	VBROADCASTSS 40(AX), Y3; \
	VFMADD213PS Y3, Y0, Y2; \
	VBROADCASTSS 44(AX), Y3; \
	VFMADD213PS Y3, Y0, Y2; \
	VBROADCASTSS 48(AX), Y3; \
	VFMADD213PS Y3, Y0, Y2; \
	VBROADCASTSS 52(AX), Y3; \
	VFMADD213PS Y3, Y0, Y2; \
	VMULPS Y0, Y0, Y4; \
	VFMADD213PS Y0, Y4, Y2; \
	VADDPS Y7, Y2, Y2; \
	VCVTPS2DQ Y1, Y1; \
	VPSLLD $23, Y1, Y1; \
	VPADDD Y1, Y2, Y2

// func sigmoidAsm(y, z *float32, n int, s *expArgs)
TEXT ·sigmoidAsm(SB), NOSPLIT, $0-32
	MOVQ y+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ s+24(FP), AX
	VBROADCASTSS 0(AX), Y15   // -in
	VBROADCASTSS 4(AX), Y14   // out
	VBROADCASTSS 8(AX), Y13   // add
	EXPONENTIAL

sigmoiding:
	VMULPS (SI), Y15, Y0      // x = -in z
	EXP
	VADDPS Y7, Y2, Y2
	VDIVPS Y2, Y14, Y2        // out / (1 + e^x)
	VADDPS Y13, Y2, Y2
	VMOVUPS Y2, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  sigmoiding
	VZEROUPPER
	RET

// func expAsm(y, z *float32, n int, s *expArgs)
TEXT ·expAsm(SB), NOSPLIT, $0-32
	MOVQ y+0(FP), DI
	MOVQ z+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ s+24(FP), AX
	VBROADCASTSS 0(AX), Y15   // in
	EXPONENTIAL

raising:
	VMULPS (SI), Y15, Y0      // x = in z
	EXP
	VMOVUPS Y2, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  raising
	VZEROUPPER
	RET
